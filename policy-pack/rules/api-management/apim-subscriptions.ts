import { defineRule, unless } from "../../engine";

const product = "apimanagement:Product";
const service =
    "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-contoso/providers/Microsoft.ApiManagement/service/apim-contoso";

/** Products that every new service has, open to everybody. */
const samples = ["starter", "unlimited"];

/**
 * A subscription opens what it is for, and nobody subscribes without being asked for.
 *
 * Calls of servers are authorised by tokens; where a team has subscriptions besides, these are their limits.
 */
export default defineRule({
    id: "apim-subscriptions",
    title: "Subscriptions are for one product or API, and approved",
    severity: "medium",
    level: "mandatory",
    practices: ["2.2"],
    references: {
        mcsb: ["PA-7"],
        azurePolicy: ["3aa03346"],
        psrule: ["APIM.ProductSubscription", "APIM.ProductApproval", "APIM.SampleProducts"],
    },
    url: "https://learn.microsoft.com/azure/api-management/api-management-subscriptions",
    types: ["apimanagement:Subscription", product],
    reads: [
        ...["scope", "allowTracing", "primaryKey", "secondaryKey"],
        ...["productId", "subscriptionRequired", "approvalRequired"],
    ],
    optional: ["allowTracing", "primaryKey", "secondaryKey", "productId"],
    why: "One key for all APIs opens the next server, too, on the day that it is there; and a trace shows its reader what the gateway knows, tokens included.",
    fix: "Set scope of a subscription to one product or API, remove primaryKey and secondaryKey, which Azure makes, and allowTracing; set subscriptionRequired and approvalRequired of a product to true, and leave the products starter and unlimited away.",
    check: (inputs, { resource: { type } }) => (type === product ? openings(inputs) : excesses(inputs)),
    examples: {
        compliant: [
            { inputs: { scope: `${service}/products/orders`, allowTracing: false } },
            { inputs: { scope: `${service}/apis/orders` } },
            {
                type: product,
                inputs: { productId: "orders", subscriptionRequired: true, approvalRequired: true },
            },
        ],
        violating: [
            { inputs: { scope: `${service}/apis` } },
            { inputs: { scope: "/apis" } },
            { inputs: { scope: service } },
            { inputs: { scope: `${service}/apis/orders`, allowTracing: true } },
            { inputs: { scope: `${service}/apis/orders`, primaryKey: "0123456789abcdef0123456789abcdef" } },
            { inputs: { scope: `${service}/apis/orders`, secondaryKey: "0123456789abcdef0123456789abcdef" } },
            { type: product, inputs: { productId: "orders", subscriptionRequired: false, approvalRequired: true } },
            { type: product, inputs: { productId: "orders", subscriptionRequired: true, approvalRequired: false } },
            { type: product, inputs: { productId: "Starter", subscriptionRequired: true, approvalRequired: true } },
        ],
    },
});

interface Subscription {
    scope?: string;
    allowTracing?: boolean;
    primaryKey?: string;
    secondaryKey?: string;
}

function excesses({ scope = "", allowTracing, primaryKey, secondaryKey }: Subscription) {
    return [
        ...unless(
            /(^|\/)(products|apis)\/[^/]+$/.test(scope),
            "scope",
            "the subscription is for more than one product or API",
        ),
        ...unless(allowTracing !== true, "allowTracing", "whoever has the key sees traces of the gateway"),
        ...unless(primaryKey === undefined, "primaryKey", "a key is given, instead of made"),
        ...unless(secondaryKey === undefined, "secondaryKey", "a key is given, instead of made"),
    ];
}

interface Product {
    productId?: string;
    subscriptionRequired?: boolean;
    approvalRequired?: boolean;
}

function openings({ productId = "", subscriptionRequired, approvalRequired }: Product) {
    return [
        ...unless(!samples.includes(productId.toLowerCase()), "productId", "this is a sample, open to everybody"),
        ...unless(subscriptionRequired === true, "subscriptionRequired", "nobody has to subscribe"),
        ...unless(approvalRequired === true, "approvalRequired", "people subscribe by themselves"),
    ];
}
