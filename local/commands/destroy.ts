import { Failure } from "../report/failure";
import type { Report } from "../report/report";
import { operate } from "./operation";
import type { Session } from "./session";

/** Deletes everything that the stack deployed, dependents first. Throws a {@link Failure} when any of it is protected. */
export async function destroy(session: Session): Promise<Report> {
    await refuseProtected(session);
    return operate(session, "destroy", [], (options) => session.stack.destroy(options).then(() => ({})));
}

/** The engine would delete everything else first, and leave an environment in ruins. */
async function refuseProtected({ stack, options }: Session): Promise<void> {
    const { deployment } = await stack.exportStack();
    const resources: { urn: string; protect?: boolean }[] = deployment.resources ?? [];
    const names = resources.filter(({ protect }) => protect).map(({ urn }) => urn.slice(urn.lastIndexOf("::") + 2));
    if (names.length > 0) {
        throw new Failure(
            `${options.stack} is protected from deletion (${names.join(", ")}); nothing was deleted. To remove it all the ` +
                `same, set protect to false in stacks/Pulumi.${options.stack}.yaml, deploy that with up, then destroy.`,
        );
    }
}
