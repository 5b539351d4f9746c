// A Kubernetes API server with its etcd in one process, and the controllers in another, from one binary:
//
//	kube-apiserver apiserver <state folder> <flags of kube-apiserver>
//	kube-apiserver controllers <flags of kube-controller-manager>
package main

import (
	"fmt"
	"io"
	"net/url"
	"os"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
)

// The predecessor of a killed run may take a moment to end and holds the database until then.
const etcdPatience = 30 * time.Second

func main() {
	go endWithParent()
	switch arguments := os.Args; arguments[1] {
	case "apiserver":
		endpoint := startEtcd(arguments[2])
		os.Args = append([]string{"kube-apiserver", "--etcd-servers=" + endpoint}, arguments[3:]...)
		os.Exit(cli.Run(apiserver.NewAPIServerCommand()))
	case "controllers":
		os.Args = append([]string{"kube-controller-manager"}, arguments[2:]...)
		os.Exit(cli.Run(controllers.NewControllerManagerCommand()))
	default:
		fail(fmt.Errorf("unknown command %q", arguments[1]))
	}
}

// Stdin is a pipe to the parent, which the system closes however the parent ends.
func endWithParent() {
	_, _ = io.Copy(io.Discard, os.Stdin)
	os.Exit(0)
}

// The socket has a relative name, because the system allows about 100 bytes for an absolute one.
func startEtcd(folder string) string {
	check(os.Chdir(folder))
	config := embed.NewConfig()
	config.Dir = "etcd"
	config.LogLevel = "error"
	client := url.URL{Scheme: "unix", Host: "etcd.sock"}
	config.ListenClientUrls = []url.URL{client}
	config.ListenPeerUrls = nil
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	server, err := embed.StartEtcd(config)
	check(err)
	select {
	case <-server.Server.ReadyNotify():
	case <-time.After(etcdPatience):
		fail(fmt.Errorf("etcd did not become ready in %v", etcdPatience))
	}
	return client.String()
}

func check(err error) {
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
