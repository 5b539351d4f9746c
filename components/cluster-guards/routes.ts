import { type Guard, outsideSystem, writes } from "./guard";
import { isOwnHost, isOwnService } from "./own-server";

const ownDestinations = `r.?route.orValue([]).all(d, ${isOwnService('d.?destination.?host.orValue("")')})`;
const goesNowhereElse = ["delegate", "directResponse", "mirror", "mirrors", "redirect"]
    .map((field) => `!has(r.${field})`)
    .join(" && ");

/**
 * Calls of a server's host go to that server, whoever writes the route. Serves practices 3.1, 10.3 and ZT-1.
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export const routes: Guard = {
    matches: [{ group: "networking.istio.io", resources: ["virtualservices"], operations: writes }],
    where: outsideSystem,
    demands: [
        {
            holds: `object.spec.?hosts.orValue([""]).all(h, ${isOwnHost("h")}) && object.spec.?gateways.orValue([""]).all(g, g.startsWith(request.namespace + "/"))`,
            message:
                "A VirtualService must route the host of its own server, <server>.<domain>, at a gateway of its own namespace, mcp-<server>.",
        },
        {
            holds: `!has(object.spec.tcp) && !has(object.spec.tls) && object.spec.?http.orValue([]).all(r, ${goesNowhereElse} && ${ownDestinations})`,
            message:
                "A VirtualService must route to services of its own namespace, by their full names, and may not delegate, mirror, redirect or answer.",
        },
    ],
};

/** What reaches a server is encrypted to its pod, and goes nowhere else. */
export const destinations: Guard = {
    matches: [{ group: "networking.istio.io", resources: ["destinationrules"], operations: writes }],
    where: outsideSystem,
    demands: [
        {
            holds: isOwnService('object.spec.?host.orValue("")'),
            message: "A DestinationRule must be about a service of its own namespace, by its full name.",
        },
        {
            holds: [
                'object.spec.?trafficPolicy.?tls.?mode.orValue("") == "MUTUAL"',
                "!object.spec.?trafficPolicy.?tls.?insecureSkipVerify.orValue(false)",
                "!object.spec.?trafficPolicy.?tunnel.hasValue()",
                "!object.spec.?trafficPolicy.?portLevelSettings.hasValue()",
                "!has(object.spec.subsets)",
            ].join(" && "),
            message:
                "A DestinationRule must demand mutual TLS of everything: tls.mode MUTUAL, without insecureSkipVerify, tunnel, portLevelSettings and subsets.",
        },
    ],
};
