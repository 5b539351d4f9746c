import { Gateway } from "../../../components";
import type { Stored } from "../../../local/azure/cloud";
import type { DeployedEdge } from "../../../local/edge/deployed";
import { readEdge } from "../../../local/edge/read-edge";
import type { Properties } from "../../../local/provider/provider";
import { gatewayArgs } from "../../components/gateway/sample-args";
import { capture } from "../../support/capture";
import { groupId } from "../../support/sample-placement";

const azure = `${groupId}/providers/Microsoft.Network`;
export const edgeId = `${azure}/applicationGateways/agw-mcp-dev-gateway`;
export const firewallId = `${azure}/ApplicationGatewayWebApplicationFirewallPolicies/waf-mcp-dev-gateway`;

const captured = capture(() => new Gateway("gateway", gatewayArgs));

/** The edge as the component deploys it, and its firewall. */
export async function deployedResources(): Promise<{ gateway: Stored; firewall: Stored }> {
    const capture = await captured;
    const stored = (id: string, type: string): Stored => ({
        type,
        id,
        body: structuredClone(capture.only(type).inputs) as Properties,
    });
    return {
        gateway: stored(edgeId, "azure-native:network:ApplicationGateway"),
        firewall: stored(firewallId, "azure-native:network:WebApplicationFirewallPolicy"),
    };
}

/** What is read of them. */
export async function deployedEdge(): Promise<DeployedEdge> {
    const { gateway, firewall } = await deployedResources();
    return readEdge(gateway, (id) => (id === firewall.id ? firewall : undefined));
}
