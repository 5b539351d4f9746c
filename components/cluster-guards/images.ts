import * as pulumi from "@pulumi/pulumi";
import { celString, type Expression } from "./cel";
import { type Guard, outsideSystem } from "./guard";
import { podMakers, podParts } from "./pods";

/** Images come from the registry of the environment and are pinned by their digest. Serves practices 12.1 and 12.3. */
export function images(loginServer: pulumi.Input<string>): Guard {
    const host = pulumi.output(loginServer);
    const message =
        "An image must be in the registry of the environment and pinned: <registry>/<repository>@sha256:<64 hexadecimal digits>.";
    return {
        matches: podMakers,
        where: outsideSystem,
        variables: podParts,
        demands: [
            { holds: host.apply(imagesArePinned), message },
            { holds: host.apply(volumesArePinned), message },
        ],
    };
}

/** Whether every container of the pod has an image of the registry, by its digest. */
export function imagesArePinned(host: string): Expression {
    return `variables.containers.all(c, ${isPinned('c.?image.orValue("")', host)})`;
}

/** The same of volumes, for a volume may be an image, too. */
function volumesArePinned(host: string): Expression {
    return `variables.volumes.all(v, !has(v.image) || ${isPinned('v.image.?reference.orValue("")', host)})`;
}

function isPinned(image: Expression, host: string): Expression {
    return `${image}.startsWith(${celString(`${host}/`)}) && ${image}.matches("^[^@]+@sha256:[0-9a-f]{64}$")`;
}
