import type { Properties } from "../../../provider/provider";
import { objectsAt, textAt } from "../../../provider/values";
import { lastSegment, sameId } from "../../arm-id";
import type { Stored } from "../../cloud";
import { allow, type Decision, deny, limitedTo } from "./decision";
import type { Resources } from "./places";
import { addressNumber, allPorts, type Range, without } from "./ranges";
import type { Protocol } from "./security-rules";

/** A gateway with one of its frontends. */
export interface Frontend {
    gateway: Stored;
    configuration: Properties;
}

/** The gateway that has a private frontend at an address. */
export function frontendAt(address: number, { all }: Resources): Frontend | undefined {
    return all("azure-native:network:ApplicationGateway")
        .flatMap((gateway) => frontendsOf(gateway))
        .find(({ configuration }) => addressNumber(textAt(configuration, "privateIPAddress") ?? "") === address);
}

/** The frontend of a gateway that holds a public address. */
export function publicFrontend(gateway: Stored, addressId: string): Frontend | undefined {
    return frontendsOf(gateway).find(({ configuration }) =>
        sameId(textAt(configuration, "publicIPAddress.id") ?? "", addressId),
    );
}

function frontendsOf(gateway: Stored): Frontend[] {
    return objectsAt(gateway.body, "frontendIPConfigurations").map((configuration) => ({ gateway, configuration }));
}

/** A gateway answers where it has a listener. It sends what it takes anew, so the way of a request ends there. */
export function answered({ gateway, configuration }: Frontend, source: number, protocol: Protocol): Decision[] {
    const name = lastSegment(gateway.id);
    const isOf = (part: Properties, collection: string, reference: Properties) =>
        sameId(`${gateway.id}/${collection}/${textAt(part, "name")}`, textAt(reference, "id") ?? "");
    const listeners = objectsAt(gateway.body, "httpListeners").filter(
        ({ frontendIPConfiguration }) =>
            protocol === "Tcp" &&
            isOf(configuration, "frontendIPConfigurations", frontendIPConfiguration as Properties),
    );
    const ports = objectsAt(gateway.body, "frontendPorts")
        .filter((port) => listeners.some(({ frontendPort }) => isOf(port, "frontendPorts", frontendPort as Properties)))
        .map(({ port }): Range => ({ first: Number(port), last: Number(port) }));
    return [
        ...limitedTo(ports, allow(`${name}: listens`, source)),
        ...limitedTo(without([allPorts], ports), deny(`${name}: does not listen`, source)),
    ];
}
