import { defineRule, unless } from "../../engine";

const reads = {
    type: "sslPolicy.policyType",
    minimum: "sslPolicy.minProtocolVersion",
    suites: "sslPolicy.cipherSuites",
    profileType: "sslProfiles[].sslPolicy.policyType",
    profileMinimum: "sslProfiles[].sslPolicy.minProtocolVersion",
    profileSuites: "sslProfiles[].sslPolicy.cipherSuites",
};

interface SslPolicy {
    policyType?: string;
    minProtocolVersion?: string;
    cipherSuites?: string[];
}

interface SslProfile {
    sslPolicy?: SslPolicy;
}

/**
 * Clients speak TLS 1.3 with the edge, the one place in front of API Management where Azure lets it be the floor.
 *
 * The suites of TLS 1.3 are implied by a policy of type CustomV2; what `cipherSuites` can name is older. The hop from here
 * to API Management is TLS 1.2 or better, and no part of this rule.
 */
export default defineRule({
    id: "net-edge-tls13",
    title: "The edge accepts TLS 1.3 only",
    severity: "high",
    level: "mandatory",
    practices: ["3.1"],
    references: { mcsb: ["DP-3"], checkov: ["CKV_AZURE_218"], psrule: ["AppGw.SSLPolicy"] },
    url: "https://learn.microsoft.com/azure/application-gateway/application-gateway-ssl-policy-overview",
    types: ["network:ApplicationGateway"],
    reads: Object.values(reads),
    // suites are implied, and a profile without a policy has that of the gateway
    optional: [reads.suites, reads.profileType, reads.profileMinimum, reads.profileSuites],
    why: "Older versions can be talked into weak ciphers, and show whoever listens which certificate is presented.",
    fix: 'Set sslPolicy.policyType to "CustomV2" and sslPolicy.minProtocolVersion to "TLSv1_3", leave out sslPolicy.cipherSuites, and do the same in every profile that has a policy of its own.',
    check: ({ sslPolicy, sslProfiles }) => {
        const own = (sslProfiles ?? []).flatMap((profile: SslProfile) => profile.sslPolicy ?? []);
        return [
            ...unless(isCustom(sslPolicy), reads.type, "the policy must be of type CustomV2"),
            ...unless(isNewest(sslPolicy), reads.minimum, "the oldest version must be TLSv1_3"),
            ...unless(impliesSuites(sslPolicy), reads.suites, "the suites are implied by the version: name none"),
            ...unless(own.every(isCustom), reads.profileType, "the policy of a profile must be of type CustomV2"),
            ...unless(own.every(isNewest), reads.profileMinimum, "the oldest version of a profile must be TLSv1_3"),
            ...unless(
                own.every(impliesSuites),
                reads.profileSuites,
                "the suites are implied by the version: name none",
            ),
        ];
    },
    examples: {
        compliant: [
            { inputs: { sslPolicy: newest({}) } },
            { inputs: { sslPolicy: newest({ cipherSuites: [] }), sslProfiles: [{ sslPolicy: newest({}) }, {}] } },
        ],
        violating: [
            ...[
                { policyType: "Custom" },
                { minProtocolVersion: "TLSv1_2" },
                { cipherSuites: ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"] },
            ].flatMap((changes) => [
                { inputs: { sslPolicy: newest(changes) } },
                {
                    inputs: {
                        sslPolicy: newest({}),
                        sslProfiles: [{ sslPolicy: newest({}) }, { sslPolicy: newest(changes) }],
                    },
                },
            ]),
        ],
    },
});

function isCustom(policy?: SslPolicy): boolean {
    return policy?.policyType === "CustomV2";
}

function isNewest(policy?: SslPolicy): boolean {
    return policy?.minProtocolVersion === "TLSv1_3";
}

function impliesSuites(policy?: SslPolicy): boolean {
    return !policy?.cipherSuites?.length;
}

function newest(changes: object) {
    return { policyType: "CustomV2", minProtocolVersion: "TLSv1_3", ...changes };
}
