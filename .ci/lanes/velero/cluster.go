package main

import (
	"context"
	"fmt"

	snapshotv1 "github.com/kubernetes-csi/external-snapshotter/client/v8/apis/volumesnapshot/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/client-go/discovery"
	discoveryfake "k8s.io/client-go/discovery/fake"
	"k8s.io/client-go/dynamic"
	dynamicfake "k8s.io/client-go/dynamic/fake"
	"k8s.io/client-go/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"

	velerov1 "github.com/vmware-tanzu/velero/pkg/apis/velero/v1"
	velerov2alpha1 "github.com/vmware-tanzu/velero/pkg/apis/velero/v2alpha1"
)

// scheme has the kinds that Velero reads and writes as typed objects. All others it only copies.
var scheme = newScheme()

func newScheme() *runtime.Scheme {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		appsv1.AddToScheme, corev1.AddToScheme, storagev1.AddToScheme,
		snapshotv1.AddToScheme, velerov1.AddToScheme, velerov2alpha1.AddToScheme,
	} {
		utilruntime.Must(add(scheme))
	}
	return scheme
}

// discoveryClient adds to client-go's what Velero asks for besides.
type discoveryClient struct {
	*discoveryfake.FakeDiscovery
}

func (c *discoveryClient) ServerPreferredResources() ([]*metav1.APIResourceList, error) {
	return discovery.ServerPreferredResources(c)
}

func (c *discoveryClient) GroupsAndMaybeResources() (
	*metav1.APIGroupList, map[schema.GroupVersion]*metav1.APIResourceList, map[schema.GroupVersion]error, error,
) {
	groups, err := c.ServerGroups()
	return groups, nil, nil, err
}

func newDiscoveryClient() *discoveryClient {
	return &discoveryClient{&discoveryfake.FakeDiscovery{Fake: &testing.Fake{Resources: served()}}}
}

// servedResources are the resources of a cluster by their kinds.
var servedResources = byKind(served())

func byKind(lists []*metav1.APIResourceList) map[schema.GroupVersionKind]schema.GroupVersionResource {
	resources := map[schema.GroupVersionKind]schema.GroupVersionResource{}
	for _, list := range lists {
		version := schema.FromAPIVersionAndKind(list.GroupVersion, "").GroupVersion()
		for _, each := range list.APIResources {
			resources[version.WithKind(each.Kind)] = version.WithResource(each.Name)
		}
	}
	return resources
}

// refused is what an API server answers to selectors that nobody can read. client-go's fake panics.
func refused(options metav1.ListOptions) error {
	if _, err := labels.Parse(options.LabelSelector); err != nil {
		return apierrors.NewBadRequest(err.Error())
	}
	return nil
}

type strictCluster struct {
	dynamic.Interface
}

func (c strictCluster) Resource(resource schema.GroupVersionResource) dynamic.NamespaceableResourceInterface {
	return strictResource{c.Interface.Resource(resource)}
}

type strictResource struct {
	dynamic.NamespaceableResourceInterface
}

func (r strictResource) Namespace(name string) dynamic.ResourceInterface {
	return strictNamespace{r.NamespaceableResourceInterface.Namespace(name)}
}

func (r strictResource) List(ctx context.Context, options metav1.ListOptions) (*unstructured.UnstructuredList, error) {
	if err := refused(options); err != nil {
		return nil, err
	}
	return r.NamespaceableResourceInterface.List(ctx, options)
}

type strictNamespace struct {
	dynamic.ResourceInterface
}

func (n strictNamespace) List(ctx context.Context, options metav1.ListOptions) (*unstructured.UnstructuredList, error) {
	if err := refused(options); err != nil {
		return nil, err
	}
	return n.ResourceInterface.List(ctx, options)
}

// newDynamicClient reads objects as they are: what goes into a backup comes from it.
func newDynamicClient(objects []unstructured.Unstructured) (dynamic.Interface, error) {
	listKinds := map[schema.GroupVersionResource]string{}
	for kind, resource := range servedResources {
		listKinds[resource] = kind.Kind + "List"
	}
	cluster := dynamicfake.NewSimpleDynamicClientWithCustomListKinds(runtime.NewScheme(), listKinds)
	for _, object := range objects {
		resource, known := servedResources[object.GroupVersionKind()]
		if !known {
			return nil, fmt.Errorf("the cluster serves no %s", object.GroupVersionKind())
		}
		into := cluster.Resource(resource).Namespace(object.GetNamespace())
		if _, err := into.Create(context.Background(), &object, metav1.CreateOptions{}); err != nil {
			return nil, err
		}
	}
	return strictCluster{cluster}, nil
}

// typed returns the objects whose kinds are in the scheme.
func typed(objects []unstructured.Unstructured) ([]client.Object, error) {
	found := []client.Object{}
	for _, object := range objects {
		if !scheme.Recognizes(object.GroupVersionKind()) {
			continue
		}
		into, err := scheme.New(object.GroupVersionKind())
		if err != nil {
			return nil, err
		}
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(object.Object, into); err != nil {
			return nil, fmt.Errorf("%s %s: %w", object.GetKind(), object.GetName(), err)
		}
		found = append(found, into.(client.Object))
	}
	return found, nil
}

// newTypedClient reads and writes objects whose kinds Velero knows.
func newTypedClient(objects []unstructured.Unstructured, more ...client.Object) (client.WithWatch, error) {
	known, err := typed(objects)
	if err != nil {
		return nil, err
	}
	return fake.NewClientBuilder().WithScheme(scheme).WithObjects(known...).WithObjects(more...).Build(), nil
}
