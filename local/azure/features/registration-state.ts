import type { Properties } from "../../provider/provider";
import { textAt } from "../../provider/values";
import type { Cloud } from "../cloud";

/**
 * Seconds from a request to register a feature until it counts. Azure answers the request at once, and says up to half an
 * hour: https://learn.microsoft.com/azure/application-gateway/application-gateway-private-deployment#register-the-feature
 */
const secondsToRegister = 900;

/** What a GET answers as the state of a registration, which nobody has to wait for. */
export function registrationState(body: Properties, cloud: Cloud): string {
    const asked = textAt(body, "properties.registrationDate");
    const isOver = asked === undefined || cloud.clock.now() - Date.parse(asked) >= secondsToRegister * 1000;
    return isOver ? "Registered" : "Registering";
}

/** Whether the subscription has a feature of a resource provider by now. */
export function isRegistered(namespace: string, feature: string, cloud: Cloud): boolean {
    const providers = `/subscriptions/${cloud.seed.subscriptionId}/providers/Microsoft.Features/featureProviders`;
    const registration = cloud.find(`${providers}/${namespace}/subscriptionFeatureRegistrations/${feature}`);
    return registration !== undefined && registrationState(registration.body, cloud) === "Registered";
}
