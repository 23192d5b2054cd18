package main

import (
	"context"
	"slices"

	snapshotv1 "github.com/kubernetes-csi/external-snapshotter/client/v8/apis/volumesnapshot/v1"
	appsv1 "k8s.io/api/apps/v1"
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

// isAgent tells whether a pod runs a node agent that works, whatever its labels say.
func isAgent(pod corev1.Pod) bool {
	ready := func(condition corev1.PodCondition) bool {
		return condition.Type == corev1.PodReady && condition.Status == corev1.ConditionTrue
	}
	runsAgent := func(container corev1.Container) bool { return slices.Contains(container.Command, "node-agent") }
	return pod.Status.Phase == corev1.PodRunning && slices.ContainsFunc(pod.Status.Conditions, ready) &&
		slices.ContainsFunc(pod.Spec.Containers, runsAgent)
}

// worksOn tells whether a node agent works on a node. It looks after its own namespace only.
func worksOn(ctx context.Context, cluster client.Client, namespace, node string) (bool, error) {
	pods := &corev1.PodList{}
	err := cluster.List(ctx, pods, client.InNamespace(namespace))
	return slices.ContainsFunc(pods.Items, func(pod corev1.Pod) bool { return pod.Spec.NodeName == node && isAgent(pod) }), err
}

// backUpVolume is what a node agent does. Where there is none the time that Velero grants it runs out.
func (a *agents) backUpVolume(ctx context.Context, cluster client.Client, backup *velerov1.PodVolumeBackup) error {
	works, err := worksOn(ctx, cluster, backup.Namespace, backup.Spec.Node)
	done := backup.DeepCopy()
	done.Status.Phase = velerov1.PodVolumeBackupPhaseFailed
	if works {
		done.Status.Phase = velerov1.PodVolumeBackupPhaseCompleted
		a.volumes = append(a.volumes, PodVolume{
			Namespace: backup.Spec.Pod.Namespace,
			Pod:       backup.Spec.Pod.Name,
			Volume:    backup.Spec.Volume,
			Claim:     backup.Annotations[configs.PVCNameAnnotation],
		})
	}
	for _, handler := range a.handlers {
		handler.OnUpdate(backup, done)
	}
	return err
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

// upload moves the data of a snapshot away, if there are node agents to do it, and it is not another mover that has to:
// otherwise it waits until Velero gives up, and the snapshot goes with it. The pods that move data are made after the daemon
// set, which is found by its name.
func (a *agents) upload(ctx context.Context, cluster client.Client, upload *velerov2alpha1.DataUpload) error {
	claim := claimOf(upload.Spec.SourceNamespace, upload.Spec.SourcePVC)
	a.csi = slices.DeleteFunc(a.csi, func(other string) bool { return other == claim })
	sets := &appsv1.DaemonSetList{}
	err := cluster.List(ctx, sets, client.InNamespace(upload.Namespace))
	moves := func(set appsv1.DaemonSet) bool {
		return set.Status.NumberReady > 0 && (set.Name == "node-agent" || set.Name == "node-agent-windows")
	}
	if datamover.IsBuiltInUploader(upload.Spec.DataMover) && slices.ContainsFunc(sets.Items, moves) {
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
		return a.backUpVolume(ctx, cluster, backup)
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
