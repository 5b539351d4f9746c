import type { Properties } from "../../provider/provider";
import { ancestorsOf, armTypeOf, sameId } from "../arm-id";
import type { Put, Removal } from "../resource-type";

/** The storage account that holds the resource. */
export function accountOf({ id, cloud }: Put | Removal): Properties {
    const account = ancestorsOf(id).find((ancestor) =>
        sameId(armTypeOf(ancestor), "Microsoft.Storage/storageAccounts"),
    );
    return cloud.find(account ?? "")?.body ?? {};
}
