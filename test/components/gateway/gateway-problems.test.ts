// Does not prove that a vault, a zone or a certificate is the one that somebody meant.
import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Gateway, type GatewayArgs } from "../../../components";
import { gatewayProblems } from "../../../components/gateway/gateway-problems";
import { capture } from "../../support/capture";
import { edgeVaultId, gatewayArgs, leaf, publicZoneId, sampleExclusion, secretsVaultId } from "./sample-args";

const problems = (given: object) => gatewayProblems("gateway", { ...gatewayArgs, ...given } as GatewayArgs);

describe("gatewayProblems", () => {
    const good: [string, object][] = [
        ["the sample", {}],
        ["Premium with a unit for each zone", { tier: "Premium" }],
        ["Premium with as many units for each zone", { tier: "Premium", units: 6 }],
        ["Premium without zones", { tier: "Premium", units: 31, availabilityZones: [] }],
        ["a private edge", { access: "private" }],
        ["a public zone of the host", { publicDnsZoneId: publicZoneId }],
        ["an exclusion", { wafExclusions: { search: sampleExclusion } }],
        ["ids that others give", { edgeRange: pulumi.output("anything"), edgeSubnetId: pulumi.output("anything") }],
    ];
    for (const [what, given] of good) {
        it(`finds none in ${what}`, () => {
            assert.deepEqual(problems(given), []);
        });
    }

    const exclusion = (changes: object) => ({ wafExclusions: { search: { ...sampleExclusion, ...changes } } });
    const secret = (uri: string, vaultId = edgeVaultId) => ({ certificate: { uri, vaultId } });
    const bad: [object, string][] = [
        [{ publisherName: " " }, 'publisherName is " "; it must be text of 1 to 100 characters.'],
        [{ publisherEmail: "nobody" }, 'publisherEmail is "nobody"; it must be an email address.'],
        [{ tier: "Standard" }, 'tier is "Standard"; it must be one of Developer, Premium.'],
        [{ units: 2 }, "units is 2; tier Developer has one unit. Remove it, or choose Premium."],
        [
            { tier: "Premium", units: 2 },
            "units is 2; it must be a multiple of 3, the number of availabilityZones, which get the same number each.",
        ],
        [{ tier: "Premium", units: 33 }, "units is 33; it must be a whole number of units from 1 to 31."],
        [{ availabilityZones: ["1", "4"] }, 'availabilityZones[1] is "4"; it must be 1, 2 or 3.'],
        [{ access: "open" }, 'access is "open"; it must be one of public, private.'],
        [{ ddosProtection: "none" }, 'ddosProtection is "none"; it must be one of address, plan.'],
        [
            { edgeInstances: { minimum: -1, maximum: 10 } },
            "edgeInstances.minimum is -1; it must be a whole number of instances from 0 to 125.",
        ],
        [
            { edgeInstances: { minimum: 0, maximum: 1 } },
            "edgeInstances.maximum is 1; it must be a whole number of instances from 2 to 125.",
        ],
        [
            { edgeInstances: { minimum: 5, maximum: 4 } },
            "edgeInstances.minimum is 5, more than edgeInstances.maximum, which is 4; make it less.",
        ],
        [{ requestsPerMinute: 0 }, "requestsPerMinute is 0; it must be a whole number of requests from 1 to 5000."],
        [
            { access: "private", publicDnsZoneId: publicZoneId },
            "publicDnsZoneId is given for a private edge, whose host is a private zone; remove it, or make the edge public.",
        ],
        [
            { edgeSubnetId: "edge" },
            'edgeSubnetId is "edge"; it must be the ARM id of a Microsoft.Network/virtualNetworks/subnets.',
        ],
        [
            { virtualNetworkId: gatewayArgs.edgeSubnetId },
            `virtualNetworkId is "${gatewayArgs.edgeSubnetId}"; it must be the ARM id of a Microsoft.Network/virtualNetworks.`,
        ],
        [
            { edgeRange: "10.20.4.1/24" },
            'edgeRange is "10.20.4.1/24", which begins in the middle of a range; write 10.20.4.0/24.',
        ],
        [
            { publicDnsZoneId: publicZoneId.replace("22222222", "33333333") },
            `publicDnsZoneId is "${publicZoneId.replace("22222222", "33333333")}"; it must lie in the subscription ${gatewayArgs.subscriptionId}.`,
        ],
        [
            { publicDnsZoneId: edgeVaultId },
            `publicDnsZoneId is "${edgeVaultId}"; it must be the ARM id of a Microsoft.Network/dnsZones.`,
        ],
        [
            { publicDnsZoneId: publicZoneId, hostName: "mcp.notcontoso.example" },
            'hostName is "mcp.notcontoso.example", which is not in the zone contoso.example of publicDnsZoneId; give the zone of the host.',
        ],
        [
            { hostName: "MCP.contoso.example" },
            'hostName is "MCP.contoso.example"; it must be a domain name in lower case, for example "mcp.contoso.example".',
        ],
        [
            { internalDomain: "servers" },
            'internalDomain is "servers"; it must be a domain name in lower case, for example "mcp.contoso.example".',
        ],
        [
            { internalDomain: "contoso.example" },
            'internalDomain is "contoso.example", which hides hostName mcp.contoso.example in the network; choose another domain.',
        ],
        [
            secret("https://kv-edge.vault.azure.net/secrets/mcp/0123456789abcdef0123456789abcdef"),
            'certificate.uri is "https://kv-edge.vault.azure.net/secrets/mcp/0123456789abcdef0123456789abcdef"; it must be the address of a secret without its version, for example "https://kv-contoso.vault.azure.net/secrets/session".',
        ],
        [
            secret("https://kv-edge.vault.azure.net/secrets/mcp", secretsVaultId),
            'certificate.uri is "https://kv-edge.vault.azure.net/secrets/mcp", which is not in certificate.vaultId, whose secrets begin with https://kv-secrets.vault.azure.net/; name the vault of the secret.',
        ],
        [
            secret("https://kv-edge.vault.azure.net/secrets/mcp", "kv-edge"),
            'certificate.vaultId is "kv-edge"; it must be the ARM id of a Microsoft.KeyVault/vaults.',
        ],
        [
            { sessionKeys: { ...gatewayArgs.sessionKeys, third: gatewayArgs.sessionKeys.even } },
            "sessionKeys has 3 keys; it must have one or two.",
        ],
        [{ signingSessionKey: "old" }, 'signingSessionKey is "old"; it must be one of sessionKeys: even, odd.'],
        [
            { sessionKeys: { ...gatewayArgs.sessionKeys, odd: { uri: "old", vaultId: secretsVaultId } } },
            'sessionKeys.odd.uri is "old"; it must be the address of a secret without its version, for example "https://kv-contoso.vault.azure.net/secrets/session".',
        ],
        [
            { contentSafetyEndpoint: "http://ai-contoso.cognitiveservices.azure.com/" },
            'contentSafetyEndpoint is "http://ai-contoso.cognitiveservices.azure.com/"; it must be an https URL without a path, for example "https://ai-contoso.cognitiveservices.azure.com/".',
        ],
        [
            { internalCertificateAuthorities: ["no certificate"] },
            "internalCertificateAuthorities[0] is no certificate; give one as PEM, or as the base64 between the first and last line of PEM.",
        ],
        [
            { internalCertificateAuthorities: [leaf] },
            'internalCertificateAuthorities[0] is the certificate of "CN=orders.servers.contoso.example", which is no certificate authority; give the root that the certificate of the ingress comes from.',
        ],
        [
            exclusion({ server: "Orders" }),
            'wafExclusions.search.server is "Orders"; it must be lower-case letters, digits and single hyphens, a letter first.',
        ],
        [
            exclusion({ rule: "300700" }),
            'wafExclusions.search.rule is "300700"; it must be the id of a rule of Microsoft_DefaultRuleSet 2.1, for example "942430".',
        ],
        [
            exclusion({ matchVariable: "RequestURI" }),
            'wafExclusions.search.matchVariable is "RequestURI"; it must be one of RequestArgKeys, RequestArgValues, RequestHeaderValues.',
        ],
        [
            exclusion({ operator: "EqualsAny" }),
            'wafExclusions.search.operator is "EqualsAny"; it must be one of Equals, StartsWith, EndsWith, Contains.',
        ],
        [
            exclusion({ selector: "*" }),
            'wafExclusions.search.selector is "*"; it must name one part of the request, without wildcards.',
        ],
        [
            exclusion({ reason: "it fails" }),
            'wafExclusions.search.reason is "it fails"; say in 20 characters or more why honest calls need it.',
        ],
        [
            { wafExclusions: { "Search it": sampleExclusion } },
            'The name of wafExclusions.Search it is "Search it"; it must be lower-case letters, digits and single hyphens, a letter first.',
        ],
    ];
    for (const [given, problem] of bad) {
        it(`says: ${problem}`, () => {
            assert.deepEqual(problems(given), [problem]);
        });
    }

    it("counts certificates, of which API Management takes ten", () => {
        const [first, ...others] = problems({ internalCertificateAuthorities: Array(11).fill(leaf) });
        assert.equal(first, "internalCertificateAuthorities has 11 certificates; API Management takes 10 at most.");
        assert.equal(others.length, 11);
    });

    it("are all said at once, by the component", async () => {
        await assert.rejects(
            capture(() => new Gateway("gateway", { ...gatewayArgs, units: 2, publisherEmail: "nobody" })),
            /^Error: Gateway "gateway" has 2 problems:\n {2}- publisherEmail is "nobody".*\n {2}- units is 2;/s,
        );
    });

    const late: [object, RegExp][] = [
        [{ edgeRange: pulumi.output("10.20.4.1/24") }, /edgeRange is "10\.20\.4\.1\/24", which begins in the middle/],
        [{ gatewaySubnetId: pulumi.output("elsewhere") }, /gatewaySubnetId is "elsewhere"; it must be the ARM id/],
        [
            {
                sessionKeys: {
                    ...gatewayArgs.sessionKeys,
                    even: {
                        uri: pulumi.output("https://kv-edge.vault.azure.net/secrets/x"),
                        vaultId: secretsVaultId,
                    },
                },
            },
            /sessionKeys\.even\.uri is "https:\/\/kv-edge\.vault\.azure\.net\/secrets\/x", which is not in/,
        ],
        [{ contentSafetyEndpoint: pulumi.output("ai") }, /contentSafetyEndpoint is "ai"; it must be an https URL/],
        [{ publicDnsZoneId: pulumi.output(edgeVaultId) }, /publicDnsZoneId is .* Microsoft\.Network\/dnsZones\./],
    ];
    for (const [given, message] of late) {
        it(`come when the value does: ${Object.keys(given)[0]}`, async () => {
            await assert.rejects(
                capture(() => new Gateway("gateway", { ...gatewayArgs, ...given } as GatewayArgs)),
                { message },
            );
        });
    }
});
