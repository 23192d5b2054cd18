// Program kube-apiserver is Kubernetes' own API server, with its own etcd inside.
//
//	kube-apiserver DIRECTORY FLAG...
//
// etcd keeps its data and its sockets in the directory; the flags are those of the API server. Both end on SIGTERM, and with
// standard input, so that neither outlives whoever started them. SIGUSR1 compacts etcd: what was there before can no longer
// be asked for, as on a server that has been busy for five minutes.
package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func socket(directory, name string) []url.URL {
	return []url.URL{{Scheme: "unix", Path: filepath.Join(directory, name)}}
}

// etcdIn is an etcd of one member, whose data need not outlive the machine.
func etcdIn(directory string) *embed.Config {
	config := embed.NewConfig()
	config.Dir = filepath.Join(directory, "etcd")
	config.ListenClientUrls = socket(directory, "clients.sock")
	// What it tells others of its addresses stays as it is by default: there are no others, and nothing listens there.
	config.ListenPeerUrls = socket(directory, "peers.sock")
	config.UnsafeNoFsync = true
	config.LogLevel = "error"
	return config
}

func compactOnSignal(etcd *embed.Etcd) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1)
	for range signals {
		request := &etcdserverpb.CompactionRequest{Revision: etcd.Server.KV().Rev()}
		if _, err := etcd.Server.Compact(context.Background(), request); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
}

func stopWithStandardInput() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	_ = syscall.Kill(os.Getpid(), syscall.SIGTERM)
}

func serve(directory string, flags []string) (int, error) {
	config := etcdIn(directory)
	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return 0, err
	}
	defer etcd.Close()
	<-etcd.Server.ReadyNotify()
	go compactOnSignal(etcd)
	go stopWithStandardInput()
	server := app.NewAPIServerCommand()
	server.SetArgs(append(flags, "--etcd-servers="+config.ListenClientUrls[0].String()))
	return cli.Run(server), nil
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "Usage: kube-apiserver DIRECTORY FLAG...")
		os.Exit(2)
	}
	status, err := serve(os.Args[1], os.Args[2:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(status)
}
