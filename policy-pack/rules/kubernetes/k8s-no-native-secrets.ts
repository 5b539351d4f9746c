import { defineRule, unless } from "../../engine";
import { exampleTypes, inEveryList, workload } from "./example-workload";
import { partialTypes } from "./partial-types";
import { containersIn, inContainers, inOtherContainers, inPods, podIn, type Volume, workloadTypes } from "./workload";

const secret = "kubernetes:core/v1:Secret";
const secrets = [secret, ...partialTypes([secret])];
const provider = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";
const source = "spec.provider";
const parameterList = "spec.parameters";
const client = `${parameterList}.clientID`;
const others = [`${parameterList}.useVMManagedIdentity`, `${parameterList}.usePodIdentity`];

/**
 * Parameters that the provider reads, spelt as it reads them, but for those that lead to an identity of the node or
 * to a cloud that a file describes. https://github.com/Azure/secrets-store-csi-driver-provider-azure/blob/master/pkg/provider/types/constants.go
 */
const known = [
    "clientID",
    "cloudName",
    "keyvaultName",
    "objects",
    "tenantID",
    "tenantId",
    "usePodIdentity",
    "useVMManagedIdentity",
];
const volumes = "spec.volumes";
const inEnvironment = ["env[].valueFrom.secretKeyRef", "envFrom[].secretRef"];
const optional = [
    "type",
    parameterList,
    ...others,
    ...inPods([volumes]),
    ...inContainers(inEnvironment),
    ...inOtherContainers(inEnvironment),
];

/**
 * Secrets are in a vault, and a pod that needs one mounts it from there with its own identity.
 *
 * Secrets of Kubernetes that the driver of the secrets store makes from a vault are none of the program's, and are judged
 * where they are used: in no variable of the environment, and in no volume, for whoever mounts one needs no identity.
 * Istio reads those that it serves with from the API server.
 */
export default defineRule({
    id: "k8s-no-native-secrets",
    title: "Secrets are mounted from a vault, and none is in the cluster",
    severity: "high",
    level: "mandatory",
    practices: ["6.3"],
    references: { checkov: ["CKV_K8S_35"] },
    component: "ServerNamespace",
    url: "https://learn.microsoft.com/azure/aks/csi-secrets-store-driver",
    types: [...secrets, provider, ...workloadTypes],
    reads: [source, client, ...optional],
    optional,
    parameters: {
        allowedTypes: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Types of Secret that the program may create all the same, such as helm.sh/release.v1.",
        },
    },
    why: "A Secret is in the state of the program, in etcd and in every backup of it, and whoever may read secrets, or make pods, in a namespace has all of them; a variable shows in every dump of a process.",
    fix: "Put the secret into Key Vault, and mount it with a SecretProviderClass of provider azure that has the client id of the workload's identity as clientID, and parameters spelt as the provider does. Remove secretKeyRef and secretRef from env and envFrom, and secrets from volumes: read the file that the driver mounts.",
    check: (inputs, { resource: { type }, parameters: { allowedTypes } }) => {
        if (secrets.includes(type))
            return unless(allowedTypes.includes(inputs.type), "type", "a secret is in the cluster instead of a vault");
        if (type === provider) {
            const parameters = inputs.spec?.parameters ?? {};
            return [
                ...unless(inputs.spec?.provider === "azure", source, "secrets come from elsewhere than a vault"),
                ...unless(
                    Object.keys(parameters).every((name) => known.includes(name)),
                    parameterList,
                    `a parameter is none of ${known.join(", ")}`,
                ),
                ...unless(Boolean(parameters.clientID), client, "the vault is read with no identity of the workload"),
                ...others.flatMap((path) =>
                    unless(
                        (parameters[path.split(".").at(-1) ?? ""] ?? "false") === "false",
                        path,
                        "the vault is read with an identity that other pods have, too",
                    ),
                ),
            ];
        }
        const { pod, at } = podIn(inputs, type);
        return [
            ...unless(
                !(pod.spec?.volumes ?? []).some(holdsSecret),
                `${at}${volumes}`,
                "a volume holds a secret of the cluster instead of one of a vault",
            ),
            ...containersIn(inputs, type).flatMap(({ container: { env = [], envFrom = [] }, at: inContainer }) => [
                ...unless(
                    env.every(({ valueFrom }) => valueFrom?.secretKeyRef === undefined),
                    `${inContainer}${inEnvironment[0]}`,
                    "a secret is in a variable of a container",
                ),
                ...unless(
                    envFrom.every(({ secretRef }) => secretRef === undefined),
                    `${inContainer}${inEnvironment[1]}`,
                    "secrets are in variables of a container",
                ),
            ]),
        ];
    },
    examples: {
        compliant: [
            { type: provider, inputs: { spec: { provider: "azure", parameters: mounted({}) } } },
            ...exampleTypes.map((type) =>
                workload(type, {
                    ...inEveryList({
                        name: "server",
                        env: [{ name: "PORT", value: "8080" }],
                        envFrom: [{ configMapRef: { name: "orders" } }],
                    }),
                    volumes: [
                        { name: "certificates", csi: { driver: "secrets-store.csi.k8s.io" } },
                        { name: "identity", projected: { sources: [{ serviceAccountToken: { path: "token" } }] } },
                    ],
                }),
            ),
        ],
        violating: [
            { type: secret, inputs: { metadata: { name: "orders" }, type: "Opaque" } },
            { type: secret, inputs: { metadata: { name: "orders" } } },
            { type: `${secret}Patch`, inputs: { metadata: { name: "orders" } } },
            { type: provider, inputs: { spec: { provider: "azure", parameters: mounted({ clientID: "" }) } } },
            {
                type: provider,
                inputs: { spec: { provider: "azure", parameters: mounted({ useVMManagedIdentity: "true" }) } },
            },
            {
                type: provider,
                inputs: { spec: { provider: "azure", parameters: mounted({ usePodIdentity: "true" }) } },
            },
            {
                type: provider,
                inputs: { spec: { provider: "azure", parameters: mounted({ usevmmanagedidentity: "true" }) } },
            },
            { type: provider, inputs: { spec: { provider: "vault", parameters: mounted({}) } } },
            ...exampleTypes.flatMap((type) => [
                workload(
                    type,
                    inEveryList({
                        name: "server",
                        env: [{ name: "KEY", valueFrom: { secretKeyRef: { name: "orders", key: "key" } } }],
                    }),
                ),
                workload(type, inEveryList({ name: "server", envFrom: [{ secretRef: { name: "orders" } }] })),
                workload(type, {
                    containers: [{ name: "server" }],
                    volumes: [{ name: "certificates", secret: { secretName: "mcp-ingress" } }],
                }),
                workload(type, {
                    containers: [{ name: "server" }],
                    volumes: [{ name: "all", projected: { sources: [{ secret: { name: "mcp-ingress" } }] } }],
                }),
            ]),
        ],
    },
});

/** Whether pods get a secret of the cluster by a volume, or its driver one to reach a vault with. */
function holdsSecret({ csi, projected, secret }: Volume): boolean {
    return (
        secret !== undefined ||
        csi?.nodePublishSecretRef !== undefined ||
        (projected?.sources ?? []).some((one) => one.secret !== undefined)
    );
}

function mounted(changes: object) {
    return {
        clientID: "33333333-3333-4333-8333-000000000041",
        keyvaultName: "kv-contoso",
        tenantId: "11111111-1111-4111-8111-111111111111",
        useVMManagedIdentity: "false",
        usePodIdentity: "false",
        ...changes,
    };
}
