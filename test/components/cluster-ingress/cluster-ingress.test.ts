// Does not prove that AKS keeps the annotations, nor that Istio finds the certificates.
import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import * as pulumi from "@pulumi/pulumi";
import { ClusterIngress, type ClusterIngressArgs } from "../../../components";
import { clusterIngressProblems } from "../../../components/cluster-ingress/cluster-ingress-args";
import { type Capture, capture, UNKNOWN } from "../../support/capture";
import { sampleAssignment, sampleTags } from "../../support/sample-placement";
import { waitsForGuards } from "../../support/waits-for-guards";
import { clusterIngressArgs } from "./sample-args";

// as test/support/capture.ts answers
const clientId = "55555555-5555-4555-8555-000000000001";
const identity = { principalId: "55555555-5555-4555-8555-000000000002", principalType: "ServicePrincipal" };

const { vaultId } = clusterIngressArgs.certificates;
const name = "mcp-ingress-certificates";
const namespace = "aks-istio-ingress";

const captureIngress = (changes: Partial<ClusterIngressArgs> = {}, preview = false): Promise<Capture> =>
    capture(() => new ClusterIngress("ingress", { ...clusterIngressArgs, ...changes }), { preview });

describe("ClusterIngress", () => {
    let captured: Capture;
    const inputsOf = (resource: string) => captured.resources.find((each) => each.name === resource)?.inputs;

    before(async () => {
        captured = await captureIngress();
    });

    it("consists of the rules of the mesh, the address, and what keeps the certificates", () => {
        assert.deepEqual(captured.typesAndNames(), [
            "azure-native:authorization:RoleAssignment ingress-reads-authority",
            "azure-native:authorization:RoleAssignment ingress-reads-certificate",
            "azure-native:authorization:RoleAssignment ingress-reads-client-certificate",
            "azure-native:managedidentity:FederatedIdentityCredential ingress-identity-credential",
            "azure-native:managedidentity:UserAssignedIdentity ingress-identity",
            "kubernetes:apps/v1:Deployment ingress-keeper",
            "kubernetes:core/v1:ServiceAccount ingress-account",
            "kubernetes:core/v1:ServicePatch ingress-service",
            "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass ingress-certificates",
            "kubernetes:security.istio.io/v1:AuthorizationPolicy ingress-default-deny",
            "kubernetes:security.istio.io/v1:PeerAuthentication ingress-mutual-tls",
            "kubernetes:telemetry.istio.io/v1:Telemetry ingress-access-log",
        ]);
    });

    it("has mutual TLS in the whole mesh, a gateway that lets nothing pass, and a log of every call", () => {
        assert.deepEqual(inputsOf("ingress-mutual-tls"), {
            apiVersion: "security.istio.io/v1",
            kind: "PeerAuthentication",
            metadata: { name: "default", namespace: "aks-istio-system" },
            spec: { mtls: { mode: "STRICT" } },
        });
        assert.deepEqual(inputsOf("ingress-default-deny"), {
            apiVersion: "security.istio.io/v1",
            kind: "AuthorizationPolicy",
            metadata: { name: "default-deny", namespace },
            spec: { selector: { matchLabels: { istio: "aks-istio-ingressgateway-internal" } }, action: "ALLOW" },
        });
        assert.deepEqual(inputsOf("ingress-access-log"), {
            apiVersion: "telemetry.istio.io/v1",
            kind: "Telemetry",
            metadata: { name: "access-log", namespace: "aks-istio-system" },
            spec: { accessLogging: [{ providers: [{ name: "envoy" }], disabled: false }] },
        });
    });

    it("fixes the address of the load balancer, inside the network, and leaves the service to AKS, also with Flux", () => {
        assert.deepEqual(inputsOf("ingress-service"), {
            apiVersion: "v1",
            kind: "Service",
            metadata: {
                name: "aks-istio-ingressgateway-internal",
                namespace,
                annotations: {
                    "kustomize.toolkit.fluxcd.io/prune": "disabled",
                    "kustomize.toolkit.fluxcd.io/ssa": "Merge",
                    "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
                    "service.beta.kubernetes.io/azure-load-balancer-ipv4": "10.20.3.254",
                },
            },
        });
    });

    it("has an identity of one service account of this cluster", () => {
        const { tags } = inputsOf("ingress-identity");
        assert.deepEqual(tags, sampleTags("cluster-ingress"));
        assert.deepEqual(inputsOf("ingress-identity-credential"), {
            federatedIdentityCredentialResourceName: "service-account",
            resourceName: "id-mcp-dev-ingress",
            resourceGroupName: "rg-test",
            issuer: clusterIngressArgs.oidcIssuerUrl,
            subject: `system:serviceaccount:${namespace}:${name}`,
            audiences: ["api://AzureADTokenExchange"],
        });
    });

    it("reads those secrets of the vault and nothing else", () => {
        const scopes = { certificate: "ingress", "client-certificate": "ingress-client", authority: "authority" };
        for (const [what, secret] of Object.entries(scopes)) {
            assert.deepEqual(
                inputsOf(`ingress-reads-${what}`),
                sampleAssignment(`${vaultId}/secrets/${secret}`, identity, "Key Vault Secrets User"),
            );
        }
    });

    it("keeps the certificates where Istio looks for them", () => {
        assert.deepEqual(inputsOf("ingress-certificates"), {
            apiVersion: "secrets-store.csi.x-k8s.io/v1",
            kind: "SecretProviderClass",
            metadata: { name, namespace },
            spec: {
                provider: "azure",
                parameters: {
                    usePodIdentity: "false",
                    useVMManagedIdentity: "false",
                    clientID: clientId,
                    keyvaultName: "kv-contoso-mesh",
                    tenantId: clusterIngressArgs.tenantId,
                    objects: [
                        "array:",
                        "  - |",
                        '    objectName: "ingress"',
                        "    objectType: secret",
                        "  - |",
                        '    objectName: "ingress-client"',
                        "    objectType: secret",
                        "  - |",
                        '    objectName: "authority"',
                        "    objectType: secret",
                        "",
                    ].join("\n"),
                },
                secretObjects: [
                    {
                        secretName: "mcp-ingress",
                        type: "kubernetes.io/tls",
                        data: [
                            { objectName: "ingress", key: "tls.crt" },
                            { objectName: "ingress", key: "tls.key" },
                        ],
                    },
                    {
                        secretName: "mcp-ingress-client",
                        type: "kubernetes.io/tls",
                        data: [
                            { objectName: "ingress-client", key: "tls.crt" },
                            { objectName: "ingress-client", key: "tls.key" },
                        ],
                    },
                    {
                        secretName: "mcp-ingress-client-cacert",
                        type: "Opaque",
                        data: [{ objectName: "authority", key: "cacert" }],
                    },
                ],
            },
        });
    });

    it("has a pod for that which may do nothing", () => {
        assert.deepEqual(inputsOf("ingress-account"), {
            apiVersion: "v1",
            kind: "ServiceAccount",
            metadata: { name, namespace, annotations: { "azure.workload.identity/client-id": clientId } },
            automountServiceAccountToken: false,
        });
        const { spec } = inputsOf("ingress-keeper");
        const { metadata, spec: pod } = spec.template;
        assert.equal(metadata.labels["azure.workload.identity/use"], "true");
        assert.deepEqual(
            [pod.serviceAccountName, pod.automountServiceAccountToken, pod.securityContext],
            [
                name,
                false,
                {
                    runAsNonRoot: true,
                    runAsUser: 65532,
                    runAsGroup: 65532,
                    fsGroup: 65532,
                    supplementalGroups: [65532],
                    seccompProfile: { type: "RuntimeDefault" },
                },
            ],
        );
        const [{ image, securityContext, resources, livenessProbe, readinessProbe }, ...others] = pod.containers;
        assert.deepEqual(others, []);
        assert.equal(image, clusterIngressArgs.image);
        assert.deepEqual(securityContext, {
            privileged: false,
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
        });
        const size = { cpu: "100m", memory: "128Mi", "ephemeral-storage": "16Mi" };
        assert.deepEqual(resources, { requests: size, limits: size });
        const { exec, ...times } = livenessProbe;
        assert.deepEqual(times, { periodSeconds: 60, timeoutSeconds: 10, failureThreshold: 3 });
        assert.deepEqual(readinessProbe, livenessProbe);
        assert.deepEqual(
            exec.command.slice(3),
            ["ingress", "ingress-client", "authority"].map((file) => `/mnt/certificates/${file}`),
        );
        assert.deepEqual(pod.volumes, [
            {
                name: "certificates",
                csi: {
                    driver: "secrets-store.csi.k8s.io",
                    readOnly: true,
                    volumeAttributes: { secretProviderClass: name },
                },
            },
        ]);
    });

    it("asks that pod whether all of its files are there", () => {
        const { livenessProbe } = inputsOf("ingress-keeper").spec.template.spec.containers[0];
        const [node, evaluate, program] = livenessProbe.exec.command;
        assert.deepEqual([node, evaluate], ["node", "-e"]);
        const ask = (...files: string[]) => runInNewContext(program, { require, process: { argv: [node, ...files] } });
        ask(__filename, __dirname);
        assert.throws(() => ask(__filename, `${__filename}.none`), { code: "ENOENT" });
    });

    it("starts the pod when its identity may read", () => {
        const { "ingress-keeper": keeper, "ingress-identity-credential": credential } = captured.waitsFor();
        assert.deepEqual(credential, ["ingress-identity"]);
        assert.deepEqual(keeper, [
            "ingress-account",
            "ingress-certificates",
            "ingress-identity-credential",
            "ingress-reads-authority",
            "ingress-reads-certificate",
            "ingress-reads-client-certificate",
        ]);
    });

    it("puts nothing into the cluster before the guards, and waits for them nowhere else", async () => {
        const first = ["access-log", "account", "certificates", "default-deny", "mutual-tls", "service"];
        assert.deepEqual(
            await waitsForGuards((guards) => new ClusterIngress("ingress", { ...clusterIngressArgs, guards })),
            Object.fromEntries(first.map((role) => [`ingress-${role}`, ["guard"]])),
        );
    });

    it("knows in a preview all but the ids that Azure chooses", async () => {
        const preview = await captureIngress({}, true);
        const unknown = preview.resources
            .filter(({ unknownPaths }) => unknownPaths.length > 0)
            .map(({ name: resource, unknownPaths }) => `${resource} ${unknownPaths.join(", ")}`);
        assert.deepEqual(unknown.sort(), [
            "ingress-account metadata.annotations.azure.workload.identity/client-id",
            "ingress-certificates spec.parameters.clientID",
            "ingress-reads-authority principalId, roleAssignmentName",
            "ingress-reads-certificate principalId, roleAssignmentName",
            "ingress-reads-client-certificate principalId, roleAssignmentName",
        ]);
        assert.equal(
            preview.only("kubernetes:core/v1:ServiceAccount").inputs.metadata.annotations[
                "azure.workload.identity/client-id"
            ],
            UNKNOWN,
        );
    });
});

describe("clusterIngressProblems", () => {
    const { certificates } = clusterIngressArgs;
    const cases: [string, Partial<ClusterIngressArgs>, string[]][] = [
        ["none in good arguments", {}, []],
        [
            "nothing yet in what comes from elsewhere",
            { privateAddress: pulumi.output("x"), oidcIssuerUrl: pulumi.output("x") },
            [],
        ],
        ["a bad tenant", { tenantId: "contoso" }, ['tenantId is "contoso"; it must be a GUID.']],
        [
            "an address that is none",
            { privateAddress: "10.20.3.256" },
            ['privateAddress is "10.20.3.256"; it must be an IPv4 address, for example "10.20.3.254".'],
        ],
        [
            "an issuer without encryption",
            { oidcIssuerUrl: "http://contoso.example" },
            ['oidcIssuerUrl is "http://contoso.example"; it must be an HTTPS address without query.'],
        ],
        [
            "an image that a tag names",
            { image: "crcontoso.azurecr.io/platform/node:20" },
            [
                'image is "crcontoso.azurecr.io/platform/node:20"; it must be <login server>/<repository>@sha256:<64 hexadecimal digits>.',
            ],
        ],
        [
            "bad names of certificates and their vault",
            { certificates: { ...certificates, vaultId: "kv", certificateName: "a_b", authorityName: "" } },
            [
                'certificates.vaultId is "kv"; it must be the ARM id of a Microsoft.KeyVault/vaults.',
                'certificates.certificateName is "a_b"; it must be 1 to 127 letters, digits and hyphens.',
                'certificates.authorityName is ""; it must be 1 to 127 letters, digits and hyphens.',
            ],
        ],
        [
            "one certificate for both sides",
            { certificates: { ...certificates, clientCertificateName: "ingress" } },
            [
                "certificates has the names ingress, ingress, authority; they must be different, because each has a purpose of its own.",
            ],
        ],
    ];

    for (const [what, changes, problems] of cases) {
        it(`finds ${what}`, () =>
            assert.deepEqual(clusterIngressProblems("ingress", { ...clusterIngressArgs, ...changes }), problems));
    }

    it("are all in the one error that stops the component", async () => {
        await assert.rejects(captureIngress({ tenantId: "contoso", privateAddress: "" }), {
            message: [
                'ClusterIngress "ingress" has 2 problems:',
                '  - tenantId is "contoso"; it must be a GUID.',
                '  - privateAddress is ""; it must be an IPv4 address, for example "10.20.3.254".',
            ].join("\n"),
        });
    });

    it("are found in what comes from elsewhere once it is known", async () => {
        await assert.rejects(captureIngress({ privateAddress: pulumi.output("ingress") }), {
            message:
                'error serializing property "metadata": privateAddress is "ingress"; it must be an IPv4 address, for example "10.20.3.254".',
        });
    });
});
