import { serviceId } from "../../../../local/azure/api-management-landscape";
import { groupId } from "../../../../local/azure/fixture";
import { people } from "../environment";
import { byDeployer, Subscription } from "../traces/activity/subscription";
import type { Day } from "./day";

/** Everything is deployed, then changed by another deployment, and a playbook blocks somebody. */
export async function azureDay(): Promise<Day> {
    const subscription = await Subscription.deployed();
    const network = `${groupId}/providers/Microsoft.Network/networkSecurityGroups/nsg`;
    await subscription.set(byDeployer, network, "tags", '{ "team": "platform" }');
    await subscription.set(byDeployer, serviceId, "tags", '{ "team": "platform" }');
    const playbook = { objectId: people.stranger, address: "20.86.0.1" };
    await subscription.set(playbook, `${serviceId}/namedValues/risk-level`, "value", "high");
    return { log: subscription.log, times: [subscription.now + 60_000] };
}
