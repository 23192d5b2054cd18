package main

import (
	"fmt"
	"slices"

	"github.com/sirupsen/logrus"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	velerov1 "github.com/vmware-tanzu/velero/pkg/apis/velero/v1"
	"github.com/vmware-tanzu/velero/pkg/backup/actions"
	"github.com/vmware-tanzu/velero/pkg/backup/actions/csi"
	veleroclient "github.com/vmware-tanzu/velero/pkg/client"
	itemblockactions "github.com/vmware-tanzu/velero/pkg/itemblock/actions"
	"github.com/vmware-tanzu/velero/pkg/plugin/clientmgmt"
	"github.com/vmware-tanzu/velero/pkg/plugin/velero"
	biav1 "github.com/vmware-tanzu/velero/pkg/plugin/velero/backupitemaction/v1"
	biav2 "github.com/vmware-tanzu/velero/pkg/plugin/velero/backupitemaction/v2"
	ibav1 "github.com/vmware-tanzu/velero/pkg/plugin/velero/itemblockaction/v1"
	vsv1 "github.com/vmware-tanzu/velero/pkg/plugin/velero/volumesnapshotter/v1"
)

// factory hands out the client that plug-ins work with. They ask for nothing else.
type factory struct {
	veleroclient.Factory
	cluster client.Client
}

func (f factory) KubebuilderClient() (client.Client, error) { return f.cluster, nil }

// named is a plug-in under the name that Velero registers it by: some decisions go by it.
type named struct {
	biav2.BackupItemAction
	name string
}

func (n named) Name() string { return n.name }

// elder is a plug-in of the first version, which does nothing that takes its time.
type elder struct {
	biav1.BackupItemAction
}

func (elder) Name() string { return "" }

func (e elder) Execute(item runtime.Unstructured, backup *velerov1.Backup) (
	runtime.Unstructured, []velero.ResourceIdentifier, string, []velero.ResourceIdentifier, error,
) {
	updated, more, err := e.BackupItemAction.Execute(item, backup)
	return updated, more, "", nil, err
}

func (elder) Progress(string, *velerov1.Backup) (velero.OperationProgress, error) {
	return velero.OperationProgress{}, biav2.AsyncOperationsNotSupportedError()
}

func (elder) Cancel(string, *velerov1.Backup) error { return nil }

// plugins are those that decide about volumes, from Velero itself, and snapshotters that only take note.
type plugins struct {
	clientmgmt.Manager
	factory      factory
	log          logrus.FieldLogger
	snapshotters map[string][]string
}

func (p plugins) CleanupClients() {}

func (p plugins) GetBackupItemActionsV2() ([]biav2.BackupItemAction, error) {
	csiAction, err := csi.NewPvcBackupItemAction(p.factory)(p.log)
	if err != nil {
		return nil, err
	}
	return []biav2.BackupItemAction{
		named{elder{actions.NewPVCAction(p.log)}, "velero.io/pv"},
		named{elder{actions.NewPodAction(p.log)}, "velero.io/pod"},
		named{csiAction.(biav2.BackupItemAction), "velero.io/csi-pvc-backupper"},
	}, nil
}

func (p plugins) GetBackupItemActionV2(name string) (biav2.BackupItemAction, error) {
	found, err := p.GetBackupItemActionsV2()
	if err != nil {
		return nil, err
	}
	index := slices.IndexFunc(found, func(action biav2.BackupItemAction) bool { return action.Name() == name })
	if index < 0 {
		return nil, fmt.Errorf("there is no plug-in %s", name)
	}
	return found[index], nil
}

func (p plugins) GetItemBlockActions() ([]ibav1.ItemBlockAction, error) {
	claims, err := itemblockactions.NewPVCAction(p.factory)(p.log)
	if err != nil {
		return nil, err
	}
	return []ibav1.ItemBlockAction{claims.(ibav1.ItemBlockAction), itemblockactions.NewPodAction(p.log)}, nil
}

func (p plugins) GetVolumeSnapshotter(provider string) (vsv1.VolumeSnapshotter, error) {
	supported, installed := p.snapshotters[provider]
	if !installed {
		return nil, fmt.Errorf("no plug-in for %s is installed", provider)
	}
	return snapshotter{supported: supported}, nil
}

// snapshotter snapshots the volumes that it supports.
type snapshotter struct {
	vsv1.VolumeSnapshotter
	supported []string
}

func (snapshotter) Init(map[string]string) error { return nil }

// GetVolumeID returns the name of a volume that it supports, and nothing for others.
func (s snapshotter) GetVolumeID(volume runtime.Unstructured) (string, error) {
	object := unstructured.Unstructured{Object: volume.UnstructuredContent()}
	spec, _, err := unstructured.NestedMap(object.Object, "spec")
	if err != nil {
		return "", err
	}
	driver, _, err := unstructured.NestedString(spec, "csi", "driver")
	supports := slices.ContainsFunc(s.supported, func(source string) bool { return source == driver || spec[source] != nil })
	if err != nil || !supports {
		return "", err
	}
	return object.GetName(), nil
}

func (snapshotter) GetVolumeInfo(string, string) (string, *int64, error) { return "", nil, nil }

func (snapshotter) CreateSnapshot(volume, _ string, _ map[string]string) (string, error) {
	return "snapshot-of-" + volume, nil
}
