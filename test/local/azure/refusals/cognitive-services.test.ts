// Does not prove that the texts are Azure's: those without a public record of the text are in our words.
import assert from "node:assert/strict";
import type { Properties } from "../../../../local/provider/provider";
import { newCloud } from "../fixture";
import { deploy, languageId } from "../landscape";
import { arm, changedExample, itRefuses, type RefusalCase } from "../refusal-case";

const group = ["resources:ResourceGroup"];
const language = [...group, "cognitiveservices:Account"];
const subdomainNeeded = (reason: string) =>
    arm(400, "CustomDomainRequired", `${reason} needs a customSubDomainName of the account.`);
const otherAccount = (properties: Properties) => ({ accountName: "ai-two", properties });

const cases: RefusalCase[] = [
    ...(
        [
            [{ disableLocalAuth: true }, "Authentication with Entra ID only"],
            [{ publicNetworkAccess: "Disabled" }, "Private access"],
            [{ networkAcls: { defaultAction: "Deny" } }, "A network rule"],
        ] satisfies [Properties, string][]
    ).map(([properties, reason]) => ({
        title: `${reason} is wanted of an account without a subdomain`,
        given: group,
        token: "cognitiveservices:Account",
        inputs: { properties },
        message: subdomainNeeded(reason),
    })),
    {
        title: "an account changes its subdomain",
        given: group,
        token: "cognitiveservices:Account",
        update: true,
        properties: { customSubDomainName: "ai-two" },
        message: arm(
            400,
            "CustomDomainUpdateNotAllowed",
            "The property 'customSubDomainName' cannot be changed once it is set.",
        ),
    },
    {
        title: "an account has no price",
        given: group,
        token: "cognitiveservices:Account",
        inputs: { sku: null },
        message: arm(400, "InvalidResourceProperties", "The account needs a sku."),
    },
    {
        title: "an account encrypts with a key that no identity reads",
        given: group,
        token: "cognitiveservices:Account",
        properties: { encryption: { keySource: "Microsoft.KeyVault", keyVaultProperties: { keyName: "disk" } } },
        message: arm(
            400,
            "InvalidEncryption",
            "properties.encryption.keyVaultProperties needs keyVaultUri, keyName and the client id of an identity that the account was assigned.",
        ),
    },
    ...["cognitiveservices:Deployment", "cognitiveservices:RaiPolicy"].map((token) => ({
        title: `an account for content safety is to have a ${token}`,
        given: [
            ...group,
            ["cognitiveservices:Account", changedExample("cognitiveservices:Account", { kind: "ContentSafety" })],
        ] satisfies RefusalCase["given"],
        token,
        message: arm(
            400,
            "InvalidResourceKind",
            "An account of the kind ContentSafety has no models: AIServices and OpenAI have.",
        ),
    })),
    {
        title: "a deployment has no model",
        given: language,
        token: "cognitiveservices:Deployment",
        inputs: { properties: {} },
        message: arm(400, "InvalidResourceProperties", "The deployment needs properties.model.format."),
    },
    {
        title: "a content filter is based on one that nobody knows",
        given: language,
        token: "cognitiveservices:RaiPolicy",
        inputs: { properties: { basePolicyName: "Strict" } },
        message: arm(
            400,
            "InvalidRaiPolicy",
            "A content filter needs a basePolicyName, one of: Microsoft.Default, Microsoft.DefaultV2. It is Strict.",
        ),
    },
];

describe("azure refuses, of cognitive services, that", () => itRefuses(cases));

describe("an account for content safety", () => {
    it("keeps its subdomain after its deletion, also from accounts of other names", async () => {
        const cloud = newCloud();
        const ids = await deploy(cloud, ...language);
        await cloud.remove("cognitiveservices:Account", ids["cognitiveservices:Account"] ?? "");
        await assert.rejects(
            cloud.create(
                "cognitiveservices:Account",
                changedExample("cognitiveservices:Account", otherAccount({ customSubDomainName: "AI-one" })),
            ),
            {
                message: arm(
                    409,
                    "CustomDomainInUse",
                    "Please pick a different name. The subdomain name 'AI-one' is not available as it's already used by a resource.",
                ),
            },
        );
        cloud.clock.advance(2 * 24 * 60 * 60);
        await deploy(cloud, "cognitiveservices:Account");
    });

    for (const [first, second] of [
        ["RaiPolicy", "RaiBlocklist"],
        ["RaiBlocklist", "Deployment"],
        ["Deployment", "RaiPolicy"],
    ]) {
        it(`takes no ${second} while a ${first} is written, and the provider does not try again`, async () => {
            const cloud = newCloud();
            await deploy(cloud, ...language);
            const writes = await Promise.allSettled([
                deploy(cloud, `cognitiveservices:${first}`),
                deploy(cloud, `cognitiveservices:${second}`),
            ]);
            assert.deepEqual(
                writes.map((write) => (write.status === "rejected" ? write.reason.message : write.status)),
                [
                    "fulfilled",
                    arm(
                        409,
                        "RequestConflict",
                        `Another operation is being performed on the parent resource '${languageId}'. Please try again later.`,
                    ),
                ],
            );
        });
    }
});
