import { ArmError } from "./arm-error";
import { ancestorsOf, armTypeOf, lastSegment, parentOf, sameId } from "./arm-id";
import type { Put } from "./resource-type";
import { typeWithParent } from "./with-parent";

export function subscriptionIsMissing({ id, cloud }: Put): ArmError | undefined {
    const subscription = /^\/subscriptions\/([^/]+)/i.exec(id)?.[1];
    return subscription !== undefined && subscription !== cloud.seed.subscriptionId
        ? new ArmError(404, "SubscriptionNotFound", `The subscription '${subscription}' could not be found.`)
        : undefined;
}

export function providerIsNotRegistered({ id, cloud }: Put): ArmError | undefined {
    const [namespace = ""] = armTypeOf(id).split("/");
    // what belongs to the tenant needs no registration of a subscription
    const isOfTenant = ancestorsOf(id).length === 0;
    return isOfTenant || cloud.seed.registeredProviders.some((provider) => sameId(provider, namespace))
        ? undefined
        : new ArmError(
              409,
              "MissingSubscriptionRegistration",
              `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
          );
}

export function parentIsMissing({ id, cloud }: Put): ArmError | undefined {
    const missing = ancestorsOf(id)
        .toReversed()
        .find((ancestor) => !cloud.exists(ancestor) && !typeWithParent(ancestor) && !isFeatureProvider(ancestor));
    return missing === undefined ? undefined : notFound(missing, id);
}

/** Features lie below a name for the resource provider, which is no resource. */
function isFeatureProvider(id: string): boolean {
    return sameId(armTypeOf(id), "Microsoft.Features/featureProviders");
}

/** ARM's answer when a resource is not there. */
export function notFound(id: string, child?: string): ArmError {
    const type = armTypeOf(id);
    if (type === "Microsoft.Resources/resourceGroups") {
        return new ArmError(404, "ResourceGroupNotFound", `Resource group '${lastSegment(id)}' could not be found.`);
    }
    if (
        child !== undefined &&
        parentOf(child) === id &&
        !/\/providers\/[^/]+\/[^/]+\/[^/]+$/i.test(child.slice(id.length))
    ) {
        const childType = armTypeOf(child).split("/").slice(1).join("/");
        return new ArmError(
            404,
            "ParentResourceNotFound",
            `Failed to perform 'write' on resource(s) of type '${childType}', because the parent resource '${id}' could not be found.`,
        );
    }
    const group = /\/resourceGroups\/([^/]+)/i.exec(id)?.[1];
    return new ArmError(
        404,
        "ResourceNotFound",
        `The Resource '${type}/${lastSegment(id)}' under resource group '${group ?? "<null>"}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    );
}
