//go:build !velero_1_17

package main

import (
	"context"

	"github.com/sirupsen/logrus"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	velerov1 "github.com/vmware-tanzu/velero/pkg/apis/velero/v1"
	"github.com/vmware-tanzu/velero/pkg/backup"
	"github.com/vmware-tanzu/velero/pkg/controller"
	"github.com/vmware-tanzu/velero/pkg/util/logging"
)

// Backups wait in a queue, and another controller lets them start.
const phaseBeforeRun = velerov1.BackupPhaseReadyToStart

func newReconciler(ctx context.Context, w *world, backupper backup.Backupper) reconcile.Reconciler {
	return controller.NewBackupReconciler(
		ctx, w.discovery, backupper, w.log, logrus.WarnLevel, w.newPlugins, controller.NewBackupTracker(), w.cluster,
		location, w.DefaultVolumesToFsBackup, 0, "", timeout, timeout, timeout, nil, serverMetrics, &w.store,
		logging.FormatText, nil, 1, w.DefaultSnapshotMoveData, 1, 1, w.cluster, "",
	)
}
