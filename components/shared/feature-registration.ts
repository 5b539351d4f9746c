import * as features from "@pulumi/azure-native/features";
import type * as pulumi from "@pulumi/pulumi";
import { protection } from "./protection";

/** Registers a feature in the subscription; it stays registered when this leaves the program. */
export function registerFeature(
    name: string,
    feature: { providerNamespace: string; featureName: string },
    args: { protect?: boolean },
    parent: pulumi.Resource,
): pulumi.Resource {
    return new features.SubscriptionFeatureRegistration(name, feature, {
        parent,
        ...protection("Microsoft.Features/featureProviders/subscriptionFeatureRegistrations", args),
    });
}
