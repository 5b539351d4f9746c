import path from "node:path";
import type { Program } from "../../go-build/go";
import { goVersion as goOf, moduleVersion, type Recipe, recipeKey } from "../../go-build/recipe";

const server: Recipe = { name: "kube-apiserver", folder: path.join(__dirname, "kube-apiserver") };

/** The version of Kubernetes that the local cloud runs, for example `1.36.1`. */
export const kubernetesVersion = moduleVersion(server, "k8s.io/kubernetes");

export const goVersion = goOf(server);

export const apiServer: Program = {
    ...server,
    package: ".",
    linkerFlags: `-s -w -X k8s.io/component-base/version.gitVersion=v${kubernetesVersion}`,
    cgo: false,
    minutes: 7,
};

export const definitions: Recipe = {
    name: "custom resource definitions",
    folder: path.join(__dirname, "crds"),
};

const ciliumFolder = "pkg/k8s/apis/cilium.io/client/crds/v2";
const gatewayFolder = "config/crd/standard/gateway.networking.k8s.io";

/** The files with the definitions, by the module that has them. */
export const definitionFiles: Record<string, string[]> = {
    "github.com/cilium/cilium": [
        `${ciliumFolder}/ciliumcidrgroups.yaml`,
        `${ciliumFolder}/ciliumclusterwidenetworkpolicies.yaml`,
        `${ciliumFolder}/ciliumnetworkpolicies.yaml`,
    ],
    "istio.io/api": ["kubernetes/customresourcedefinitions.gen.yaml"],
    "sigs.k8s.io/gateway-api": [
        `${gatewayFolder}_backendtlspolicies.yaml`,
        `${gatewayFolder}_gatewayclasses.yaml`,
        `${gatewayFolder}_gateways.yaml`,
        `${gatewayFolder}_httproutes.yaml`,
        `${gatewayFolder}_referencegrants.yaml`,
    ],
    "sigs.k8s.io/secrets-store-csi-driver": ["config/crd/bases/secrets-store.csi.x-k8s.io_secretproviderclasses.yaml"],
};

export const apiServerKey = () => recipeKey([apiServer, definitions]);
