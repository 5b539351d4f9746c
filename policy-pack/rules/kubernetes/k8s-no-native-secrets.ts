import { defineRule, unless } from "../../engine";
import { exampleTypes, inEveryList, workload } from "./example-workload";
import { containersIn, inContainers, inOtherContainers, partialTypes, workloadTypes } from "./workload";

const secret = "kubernetes:core/v1:Secret";
const secrets = [secret, ...partialTypes([secret])];
const provider = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";
const client = "spec.parameters.clientID";
const others = ["spec.parameters.useVMManagedIdentity", "spec.parameters.usePodIdentity"];
const inEnvironment = ["env[].valueFrom.secretKeyRef", "envFrom[].secretRef"];
const optional = ["type", ...others, ...inContainers(inEnvironment), ...inOtherContainers(inEnvironment)];

/**
 * Secrets are in a vault, and a pod that needs one mounts it from there with its own identity.
 *
 * Secrets of Kubernetes that the driver of the secrets store makes from a vault are none of the program's, and are judged
 * where they are used: in no variable of the environment.
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
    reads: [client, ...optional],
    optional,
    parameters: {
        allowedTypes: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Types of Secret that the program may create all the same, such as helm.sh/release.v1.",
        },
    },
    why: "A Secret is in the state of the program, in etcd and in every backup of it, and whoever may read secrets in a namespace has all of them; a variable shows in every dump of a process.",
    fix: "Put the secret into Key Vault, and mount it with a SecretProviderClass that has the client id of the workload's identity as clientID. Remove secretKeyRef and secretRef from env and envFrom: read the mounted file.",
    check: (inputs, { resource: { type }, parameters: { allowedTypes } }) => {
        if (secrets.includes(type))
            return unless(allowedTypes.includes(inputs.type), "type", "a secret is in the cluster instead of a vault");
        if (type === provider) {
            const parameters = inputs.spec?.parameters ?? {};
            return [
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
        return containersIn(inputs, type).flatMap(({ container: { env = [], envFrom = [] }, at }) => [
            ...unless(
                env.every(({ valueFrom }) => valueFrom?.secretKeyRef === undefined),
                `${at}${inEnvironment[0]}`,
                "a secret is in a variable of a container",
            ),
            ...unless(
                envFrom.every(({ secretRef }) => secretRef === undefined),
                `${at}${inEnvironment[1]}`,
                "secrets are in variables of a container",
            ),
        ]);
    },
    examples: {
        compliant: [
            { type: provider, inputs: { spec: { provider: "azure", parameters: mounted({}) } } },
            ...exampleTypes.map((type) =>
                workload(
                    type,
                    inEveryList({
                        name: "server",
                        env: [{ name: "PORT", value: "8080" }],
                        envFrom: [{ configMapRef: { name: "orders" } }],
                    }),
                ),
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
            ...exampleTypes.flatMap((type) => [
                workload(
                    type,
                    inEveryList({
                        name: "server",
                        env: [{ name: "KEY", valueFrom: { secretKeyRef: { name: "orders", key: "key" } } }],
                    }),
                ),
                workload(type, inEveryList({ name: "server", envFrom: [{ secretRef: { name: "orders" } }] })),
            ]),
        ],
    },
});

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
