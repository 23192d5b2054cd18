package main

import (
	"bytes"
	"encoding/json"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	velerov1 "github.com/vmware-tanzu/velero/pkg/apis/velero/v1"
)

// Case asks what a backup of a cluster holds.
type Case struct {
	ID string `json:"id"`
	// Template is the spec of the backup.
	Template Template `json:"template"`
	// Objects are what there is in the cluster, Velero's own namespace included.
	Objects []unstructured.Unstructured `json:"objects"`
	Server  Server                      `json:"server"`
}

// Server is how Velero was installed.
type Server struct {
	DefaultVolumesToFsBackup bool     `json:"defaultVolumesToFsBackup"`
	DefaultSnapshotMoveData  bool     `json:"defaultSnapshotMoveData"`
	Features                 []string `json:"features"`
	// Snapshotters are the plug-ins for native snapshots, by their providers, each with what it can snapshot: keys of
	// sources of persistent volumes (awsElasticBlockStore) or CSI drivers (ebs.csi.aws.com).
	Snapshotters map[string][]string `json:"snapshotters"`
}

// Answer tells what a backup holds.
type Answer struct {
	ID string `json:"id"`
	// Phase is where the backup stands once its items have been written: FailedValidation, Failed, Finalizing …
	Phase            string   `json:"phase"`
	ValidationErrors []string `json:"validationErrors"`
	// Failure is why the backup came to nothing.
	Failure string `json:"failure,omitempty"`
	// Errors and Warnings are what Velero logged while it made the backup.
	Errors   []string `json:"errors"`
	Warnings []string `json:"warnings"`
	// Items are what was written: configmaps/mlops/a, persistentvolumes/a, deployments.apps/mlops/a.
	Items []string `json:"items"`
	// FsBackup are the volumes whose files were copied.
	FsBackup []PodVolume `json:"fsBackup"`
	// Snapshots are the persistent volumes of which a plug-in made a native snapshot.
	Snapshots []string `json:"snapshots"`
	// CSI are the claims (namespace/name) of which there is a CSI snapshot, Moved those whose data was moved away from it.
	CSI   []string `json:"csi"`
	Moved []string `json:"moved"`
}

// PodVolume is a volume of a pod.
type PodVolume struct {
	Namespace string `json:"namespace"`
	Pod       string `json:"pod"`
	Volume    string `json:"volume"`
	// Claim is empty for volumes without one.
	Claim string `json:"claim,omitempty"`
}

// Template is the spec of a backup. A field that Velero does not know is an error: the API server would drop it.
type Template velerov1.BackupSpec

// UnmarshalJSON reads a template.
func (t *Template) UnmarshalJSON(text []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	return decoder.Decode((*velerov1.BackupSpec)(t))
}
