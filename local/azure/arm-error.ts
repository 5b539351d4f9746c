import { Refusal } from "../provider/provider";

/** An error answer of Azure Resource Manager, in the words of the azure-native provider. */
export class ArmError extends Refusal {
    constructor(
        readonly status: number,
        readonly code: string,
        readonly text: string,
        /** Seconds until the next request may come, when the answer says so (header `Retry-After`). */
        readonly retryAfter?: number,
    ) {
        super(`Status=${status} Code="${code}" Message="${text}"`);
    }
}
