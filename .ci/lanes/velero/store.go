package main

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/sirupsen/logrus"

	velerov1 "github.com/vmware-tanzu/velero/pkg/apis/velero/v1"
	"github.com/vmware-tanzu/velero/pkg/persistence"
	"github.com/vmware-tanzu/velero/pkg/util/results"
)

// store is the storage location: an empty bucket that reads the backup which is put into it.
type store struct {
	persistence.BackupStore
	items     []string
	snapshots []string
	results   map[string]results.Result
}

func (s *store) Get(*velerov1.BackupStorageLocation, persistence.ObjectStoreGetter, logrus.FieldLogger) (persistence.BackupStore, error) {
	return s, nil
}

func (*store) BackupExists(string, string) (bool, error) { return false, nil }

// itemOf returns the item of a path in a backup, or nothing: resources/configmaps/namespaces/mlops/a.json →
// configmaps/mlops/a. Everything is there once more below its version.
func itemOf(path string) string {
	parts := strings.Split(strings.TrimSuffix(path, ".json"), "/")
	if len(parts) < 3 || parts[0] != "resources" || (parts[2] != "namespaces" && parts[2] != "cluster") {
		return ""
	}
	return strings.Join(slices.Delete(parts, 2, 3)[1:], "/")
}

func (s *store) readItems(contents io.Reader) error {
	// It is the file into which the backup has just been written.
	if _, err := contents.(io.Seeker).Seek(0, io.SeekStart); err != nil {
		return err
	}
	uncompressed, err := gzip.NewReader(contents)
	if err != nil {
		return err
	}
	files := tar.NewReader(uncompressed)
	for {
		file, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if item := itemOf(file.Name); item != "" {
			s.items = append(s.items, item)
		}
	}
}

func readJSON(compressed io.Reader, into any) error {
	uncompressed, err := gzip.NewReader(compressed)
	if err != nil {
		return err
	}
	return json.NewDecoder(uncompressed).Decode(into)
}

func (s *store) readSnapshots(list io.Reader) error {
	var snapshots []struct {
		Spec struct{ PersistentVolumeName string }
	}
	err := readJSON(list, &snapshots)
	for _, snapshot := range snapshots {
		s.snapshots = append(s.snapshots, snapshot.Spec.PersistentVolumeName)
	}
	return err
}

func (s *store) PutBackup(info persistence.BackupInfo) error {
	return errors.Join(s.readItems(info.Contents), s.readSnapshots(info.VolumeSnapshots), readJSON(info.BackupResults, &s.results))
}

// messages are those of one level: errors, warnings.
func (s *store) messages(level string) []string {
	result := s.results[level]
	found := slices.Concat(result.Velero, result.Cluster)
	for namespace, messages := range result.Namespaces {
		for _, message := range messages {
			found = append(found, namespace+": "+message)
		}
	}
	return found
}
