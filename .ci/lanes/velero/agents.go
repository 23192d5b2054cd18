package main

import (
	"context"
	"slices"

	snapshotv1 "github.com/kubernetes-csi/external-snapshotter/client/v8/apis/volumesnapshot/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	toolscache "k8s.io/client-go/tools/cache"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	velerov1 "github.com/vmware-tanzu/velero/pkg/apis/velero/v1"
	velerov2alpha1 "github.com/vmware-tanzu/velero/pkg/apis/velero/v2alpha1"
	"github.com/vmware-tanzu/velero/pkg/datamover"
	"github.com/vmware-tanzu/velero/pkg/podvolume/configs"
)

// agents stands for everything that works for the server: node agents, the controller of repositories, the controllers
// and drivers of CSI snapshots. They do at once what they are asked for, and remember it.
type agents struct {
	volumes  []PodVolume
	csi      []string
	moved    []string
	handlers []toolscache.ResourceEventHandler
}

func claimOf(namespace, name string) string { return namespace + "/" + name }

// backUpVolume is what a node agent does.
func (a *agents) backUpVolume(backup *velerov1.PodVolumeBackup) {
	a.volumes = append(a.volumes, PodVolume{
		Namespace: backup.Spec.Pod.Namespace,
		Pod:       backup.Spec.Pod.Name,
		Volume:    backup.Spec.Volume,
		Claim:     backup.Annotations[configs.PVCNameAnnotation],
	})
	done := backup.DeepCopy()
	done.Status.Phase = velerov1.PodVolumeBackupPhaseCompleted
	for _, handler := range a.handlers {
		handler.OnUpdate(backup, done)
	}
}

// content is the snapshot in the storage system.
func content(snapshot *snapshotv1.VolumeSnapshot) *snapshotv1.VolumeSnapshotContent {
	handle, ready := "handle", true
	return &snapshotv1.VolumeSnapshotContent{
		ObjectMeta: metav1.ObjectMeta{Name: *snapshot.Status.BoundVolumeSnapshotContentName},
		Spec:       snapshotv1.VolumeSnapshotContentSpec{VolumeSnapshotClassName: snapshot.Spec.VolumeSnapshotClassName},
		Status:     &snapshotv1.VolumeSnapshotContentStatus{SnapshotHandle: &handle, ReadyToUse: &ready},
	}
}

func (a *agents) snapshot(ctx context.Context, cluster client.Client, snapshot *snapshotv1.VolumeSnapshot) error {
	claim := *snapshot.Spec.Source.PersistentVolumeClaimName
	name, ready := "content-"+snapshot.Namespace+"-"+claim, true
	snapshot.Status = &snapshotv1.VolumeSnapshotStatus{BoundVolumeSnapshotContentName: &name, ReadyToUse: &ready}
	a.csi = append(a.csi, claimOf(snapshot.Namespace, claim))
	return cluster.Create(ctx, content(snapshot))
}

// upload moves the data of a snapshot away, if there is a node agent to do it, and it is not another mover that has to:
// otherwise it waits until Velero gives up, and the snapshot goes with it.
func (a *agents) upload(ctx context.Context, cluster client.Client, upload *velerov2alpha1.DataUpload) error {
	claim := claimOf(upload.Spec.SourceNamespace, upload.Spec.SourcePVC)
	a.csi = slices.DeleteFunc(a.csi, func(other string) bool { return other == claim })
	pods := &corev1.PodList{}
	err := cluster.List(ctx, pods, client.InNamespace(upload.Namespace), client.MatchingLabels{"role": "node-agent"})
	if datamover.IsBuiltInUploader(upload.Spec.DataMover) && slices.ContainsFunc(pods.Items, func(pod corev1.Pod) bool { return pod.Status.Phase == corev1.PodRunning }) {
		a.moved = append(a.moved, claim)
	}
	return err
}

// create lets the agents see what the server creates in the cluster.
func (a *agents) create(ctx context.Context, cluster client.WithWatch, object client.Object, opts ...client.CreateOption) error {
	switch created := object.(type) {
	case *velerov1.BackupRepository:
		created.Status.Phase = velerov1.BackupRepositoryPhaseReady
	case *velerov2alpha1.DataUpload:
		if err := a.upload(ctx, cluster, created); err != nil {
			return err
		}
	case *snapshotv1.VolumeSnapshot:
		if err := a.snapshot(ctx, cluster, created); err != nil {
			return err
		}
	}
	if err := cluster.Create(ctx, object, opts...); err != nil {
		return err
	}
	if backup, ok := object.(*velerov1.PodVolumeBackup); ok {
		a.backUpVolume(backup)
	}
	return nil
}

// watching returns a cluster in which the agents work.
func (a *agents) watching(cluster client.WithWatch) client.WithWatch {
	return interceptor.NewClient(cluster, interceptor.Funcs{Create: a.create})
}

// informer tells the server what becomes of the pod volume backups that it created. It asks for nothing else.
type informer struct {
	cache.Informer
	*agents
}

func (i *informer) AddEventHandler(handler toolscache.ResourceEventHandler) (toolscache.ResourceEventHandlerRegistration, error) {
	i.handlers = append(i.handlers, handler)
	return nil, nil
}

func (i *informer) RemoveEventHandler(toolscache.ResourceEventHandlerRegistration) error { return nil }

func (i *informer) HasSynced() bool { return true }
