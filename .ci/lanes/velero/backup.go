package main

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/sirupsen/logrus"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	velerov1 "github.com/vmware-tanzu/velero/pkg/apis/velero/v1"
	"github.com/vmware-tanzu/velero/pkg/backup"
	veleroclient "github.com/vmware-tanzu/velero/pkg/client"
	"github.com/vmware-tanzu/velero/pkg/discovery"
	"github.com/vmware-tanzu/velero/pkg/features"
	"github.com/vmware-tanzu/velero/pkg/metrics"
	"github.com/vmware-tanzu/velero/pkg/plugin/clientmgmt"
	"github.com/vmware-tanzu/velero/pkg/podvolume"
	"github.com/vmware-tanzu/velero/pkg/repository"
	"github.com/vmware-tanzu/velero/pkg/uploader"
)

const (
	// The time that Velero grants its agents. Ours need none.
	timeout  = 10 * time.Second
	location = "default"
)

var key = client.ObjectKey{Namespace: velerov1.DefaultNamespace, Name: "backup"}

var serverMetrics = metrics.NewServerMetrics()

func silent() *logrus.Logger {
	log := logrus.New()
	log.SetOutput(io.Discard)
	return log
}

func storageLocation() *velerov1.BackupStorageLocation {
	return &velerov1.BackupStorageLocation{
		ObjectMeta: metav1.ObjectMeta{Namespace: key.Namespace, Name: location},
		Spec: velerov1.BackupStorageLocationSpec{
			Provider:    "aws",
			Default:     true,
			StorageType: velerov1.StorageType{ObjectStorage: &velerov1.ObjectStorageLocation{Bucket: "backups"}},
		},
		Status: velerov1.BackupStorageLocationStatus{Phase: velerov1.BackupStorageLocationPhaseAvailable},
	}
}

func requested(template Template) *velerov1.Backup {
	return &velerov1.Backup{
		TypeMeta:   metav1.TypeMeta{APIVersion: velerov1.SchemeGroupVersion.String(), Kind: "Backup"},
		ObjectMeta: metav1.ObjectMeta{Namespace: key.Namespace, Name: key.Name, UID: "uid-of-the-backup"},
		Spec:       velerov1.BackupSpec(template),
		Status:     velerov1.BackupStatus{Phase: phaseBeforeRun},
	}
}

// world is one installation of Velero in one cluster.
type world struct {
	Server
	agents
	store
	log     logrus.FieldLogger
	cluster client.WithWatch
	// discovery knows what the cluster serves.
	discovery discovery.Helper
}

func (w *world) newBackupper(objects []unstructured.Unstructured) (backup.Backupper, error) {
	items, err := newDynamicClient(objects)
	if err != nil {
		return nil, err
	}
	volumes := podvolume.NewBackupperFactory(
		repository.NewRepoLocker(),
		repository.NewEnsurer(w.cluster, w.log, timeout),
		w.cluster,
		&informer{agents: &w.agents},
		w.log,
	)
	return backup.NewKubernetesBackupper(
		w.cluster,
		w.discovery,
		veleroclient.NewDynamicFactory(items),
		nil, // Nothing is executed in pods: there are no hooks.
		volumes,
		timeout,
		w.DefaultVolumesToFsBackup,
		0, // Lists come in one page.
		uploader.KopiaType,
		nil,
		&w.store,
	)
}

func (w *world) newPlugins(log logrus.FieldLogger) clientmgmt.Manager {
	return plugins{factory: factory{cluster: w.cluster}, log: log, snapshotters: w.Snapshotters}
}

func newWorld(asked Case) (*world, error) {
	cluster, err := newTypedClient(asked.Objects, storageLocation(), requested(asked.Template))
	if err != nil {
		return nil, err
	}
	log := silent()
	helper, err := discovery.NewHelper(newDiscoveryClient(), log)
	if err != nil {
		return nil, err
	}
	made := &world{Server: asked.Server, log: log, discovery: helper}
	made.cluster = made.watching(cluster)
	return made, nil
}

// backUp has Velero make the backup. Returns it with its status.
func (w *world) backUp(objects []unstructured.Unstructured) (*velerov1.Backup, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	backupper, err := w.newBackupper(objects)
	if err != nil {
		return nil, err
	}
	if _, err := newReconciler(ctx, w, backupper).Reconcile(ctx, ctrl.Request{NamespacedName: key}); err != nil {
		return nil, err
	}
	done := &velerov1.Backup{}
	return done, w.cluster.Get(ctx, key, done)
}

// sorted never returns nil: a list is a list in JSON, too.
func sorted(list []string) []string {
	return slices.Sorted(slices.Values(list))
}

func answerTo(asked Case) (*Answer, error) {
	features.NewFeatureFlagSet(asked.Server.Features...)
	world, err := newWorld(asked)
	if err != nil {
		return nil, err
	}
	done, err := world.backUp(asked.Objects)
	if err != nil {
		return nil, err
	}
	return &Answer{
		ID:               asked.ID,
		Phase:            string(done.Status.Phase),
		ValidationErrors: done.Status.ValidationErrors,
		Failure:          done.Status.FailureReason,
		Errors:           sorted(world.messages("errors")),
		Warnings:         sorted(world.messages("warnings")),
		Items:            sorted(world.items),
		FsBackup:         world.volumes,
		Snapshots:        sorted(world.snapshots),
		CSI:              sorted(world.csi),
		Moved:            sorted(world.moved),
	}, nil
}
