package main

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

const (
	clusterScoped   = false
	namespaceScoped = true
)

// resource describes what an API server tells of a resource in its discovery.
func resource(kind, plural, singular string, namespaced bool, shortNames ...string) metav1.APIResource {
	return metav1.APIResource{
		Name:         plural,
		SingularName: singular,
		Kind:         kind,
		Namespaced:   namespaced,
		ShortNames:   shortNames,
		Verbs:        metav1.Verbs{"create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"},
	}
}

func group(version string, resources ...metav1.APIResource) *metav1.APIResourceList {
	return &metav1.APIResourceList{GroupVersion: version, APIResources: resources}
}

// served is what the clusters serve: names, short names and scopes as in Kubernetes 1.33.
func served() []*metav1.APIResourceList {
	return []*metav1.APIResourceList{
		group("v1",
			resource("ConfigMap", "configmaps", "configmap", namespaceScoped, "cm"),
			resource("Endpoints", "endpoints", "endpoints", namespaceScoped, "ep"),
			resource("Event", "events", "event", namespaceScoped, "ev"),
			resource("LimitRange", "limitranges", "limitrange", namespaceScoped, "limits"),
			resource("Namespace", "namespaces", "namespace", clusterScoped, "ns"),
			resource("Node", "nodes", "node", clusterScoped, "no"),
			resource("PersistentVolume", "persistentvolumes", "persistentvolume", clusterScoped, "pv"),
			resource("PersistentVolumeClaim", "persistentvolumeclaims", "persistentvolumeclaim", namespaceScoped, "pvc"),
			resource("Pod", "pods", "pod", namespaceScoped, "po"),
			resource("ReplicationController", "replicationcontrollers", "replicationcontroller", namespaceScoped, "rc"),
			resource("ResourceQuota", "resourcequotas", "resourcequota", namespaceScoped, "quota"),
			resource("Secret", "secrets", "secret", namespaceScoped),
			resource("Service", "services", "service", namespaceScoped, "svc"),
			resource("ServiceAccount", "serviceaccounts", "serviceaccount", namespaceScoped, "sa"),
		),
		group("apps/v1",
			resource("DaemonSet", "daemonsets", "daemonset", namespaceScoped, "ds"),
			resource("Deployment", "deployments", "deployment", namespaceScoped, "deploy"),
			resource("ReplicaSet", "replicasets", "replicaset", namespaceScoped, "rs"),
			resource("StatefulSet", "statefulsets", "statefulset", namespaceScoped, "sts"),
		),
		group("batch/v1",
			resource("CronJob", "cronjobs", "cronjob", namespaceScoped, "cj"),
			resource("Job", "jobs", "job", namespaceScoped),
		),
		group("events.k8s.io/v1", resource("Event", "events", "event", namespaceScoped, "ev")),
		group("networking.k8s.io/v1",
			resource("Ingress", "ingresses", "ingress", namespaceScoped, "ing"),
			resource("NetworkPolicy", "networkpolicies", "networkpolicy", namespaceScoped, "netpol"),
		),
		group("storage.k8s.io/v1", resource("StorageClass", "storageclasses", "storageclass", clusterScoped, "sc")),
		group("apiextensions.k8s.io/v1",
			resource("CustomResourceDefinition", "customresourcedefinitions", "customresourcedefinition", clusterScoped, "crd", "crds"),
		),
		group("snapshot.storage.k8s.io/v1",
			resource("VolumeSnapshot", "volumesnapshots", "volumesnapshot", namespaceScoped, "vs"),
			resource("VolumeSnapshotClass", "volumesnapshotclasses", "volumesnapshotclass", clusterScoped, "vsclass", "vsclasses"),
			resource("VolumeSnapshotContent", "volumesnapshotcontents", "volumesnapshotcontent", clusterScoped, "vsc", "vscs"),
		),
		group("velero.io/v1",
			resource("Backup", "backups", "backup", namespaceScoped),
			resource("BackupRepository", "backuprepositories", "backuprepository", namespaceScoped),
			resource("BackupStorageLocation", "backupstoragelocations", "backupstoragelocation", namespaceScoped, "bsl"),
			resource("PodVolumeBackup", "podvolumebackups", "podvolumebackup", namespaceScoped),
			resource("Schedule", "schedules", "schedule", namespaceScoped),
			resource("VolumeSnapshotLocation", "volumesnapshotlocations", "volumesnapshotlocation", namespaceScoped, "vsl"),
		),
	}
}
