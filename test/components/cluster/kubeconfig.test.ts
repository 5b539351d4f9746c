// Does not prove that kubelogin takes the arguments, nor that anybody gets a token.
import assert from "node:assert/strict";
import { parse } from "yaml";
import { certificateAuthorityOf, kubeconfig } from "../../../components/cluster/kubeconfig";

const cluster = {
    name: "aks-mcp-dev-cluster",
    host: "aks.private.westeurope.azmk8s.io",
    certificateAuthority: "Y2VydGlmaWNhdGU=",
    tenantId: "11111111-1111-4111-8111-111111111111",
    login: "msi",
} as const;

describe("kubeconfig", () => {
    it("has kubelogin ask for a token for AKS, checks the API server, and has no secret", () => {
        assert.deepEqual(parse(kubeconfig(cluster)), {
            apiVersion: "v1",
            kind: "Config",
            clusters: [
                {
                    name: "aks-mcp-dev-cluster",
                    cluster: {
                        server: "https://aks.private.westeurope.azmk8s.io:443",
                        "certificate-authority-data": "Y2VydGlmaWNhdGU=",
                    },
                },
            ],
            users: [
                {
                    name: "aks-mcp-dev-cluster",
                    user: {
                        exec: {
                            apiVersion: "client.authentication.k8s.io/v1beta1",
                            command: "kubelogin",
                            args: [
                                "get-token",
                                "--environment",
                                "AzurePublicCloud",
                                "--server-id",
                                "6dae42f8-4368-4678-94ff-3960e28e3630",
                                "--tenant-id",
                                "11111111-1111-4111-8111-111111111111",
                                "--login",
                                "msi",
                            ],
                            env: null,
                            interactiveMode: "Never",
                            provideClusterInfo: false,
                        },
                    },
                },
            ],
            contexts: [
                {
                    name: "aks-mcp-dev-cluster",
                    context: { cluster: "aks-mcp-dev-cluster", user: "aks-mcp-dev-cluster" },
                },
            ],
            "current-context": "aks-mcp-dev-cluster",
        });
    });
});

describe("certificateAuthorityOf", () => {
    it("finds the certificate in YAML and in JSON", () => {
        assert.equal(certificateAuthorityOf(kubeconfig(cluster)), "Y2VydGlmaWNhdGU=");
        const yaml = "clusters:\n- cluster:\n    certificate-authority-data: YWI+/w==\n    server: https://aks:443\n";
        assert.equal(certificateAuthorityOf(yaml), "YWI+/w==");
    });

    it("finds nothing where there is none", () => {
        assert.equal(certificateAuthorityOf(""), undefined);
        assert.equal(certificateAuthorityOf("clusters:\n- cluster:\n    server: https://aks:443\n"), undefined);
    });
});
