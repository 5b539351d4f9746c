module zero-trust-mcp/kubernetes/crds

go 1.26.0

require (
	github.com/cilium/cilium v1.20.2
	istio.io/api v1.31.1
	sigs.k8s.io/gateway-api v1.6.3
	sigs.k8s.io/secrets-store-csi-driver v1.4.8
)
