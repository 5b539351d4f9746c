import { sameId } from "../azure/arm-id";
import { isAllowed } from "../azure/authorization/effective-role";
import type { Cloud } from "../azure/cloud";
import { textAt } from "../provider/values";
import type { DeployedJob } from "./deployed-job";

/**
 * Why a job cannot pull its image, as a sentence; undefined when it can. Whether the image is there is not known.
 *
 * @param reaches - Whether the subnet of the job reaches a host.
 */
export function pullProblem(
    { container: { image }, registries }: DeployedJob,
    cloud: Cloud,
    reaches: (host: string) => boolean,
): string | undefined {
    const registry = registries.find(({ server }) => image.startsWith(`${server}/`));
    const deployed = cloud
        .all("azure-native:containerregistry:Registry")
        .find(({ body }) => sameId(textAt(body, "loginServer") ?? "", registry?.server ?? "-"));
    if (registry === undefined || deployed === undefined) {
        return `The image ${image} is in no registry that the job has an identity for.`;
    }
    if (!reaches(registry.server)) return `The registry ${registry.server} cannot be reached from the job's subnet.`;
    const principalId = textAt(cloud.find(registry.identityId)?.body, "principalId") ?? "";
    const action = "Microsoft.ContainerRegistry/registries/pull/read";
    return isAllowed({ principalId, action, roles: ["AcrPull", "AcrPush"], scope: deployed.id }, cloud)
        ? undefined
        : `The identity ${registry.identityId} may not pull images of ${registry.server}: it lacks the role AcrPull.`;
}
