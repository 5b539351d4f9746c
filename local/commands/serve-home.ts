import { readDefinitions } from "../mcp-servers/read-definitions";
import { asFailure } from "../report/failure";
import { type ServedCloud, type ServeOptions, serveCloud } from "../serve/serve-cloud";
import { projectFolder } from "../workspace/checkout";
import { openHome } from "../workspace/home";
import { homeFolder } from "../workspace/home-folder";
import { readProject } from "../workspace/project";

/** What is served, and the folder of the cloud that it is deployed in. */
export interface ServedHome {
    home: string;
    served: ServedCloud;
}

/**
 * Serves what is deployed in the home folder, with servers as the project defines them.
 *
 * @throws Failure with what to do when it cannot.
 */
export async function serveHome(options: Pick<ServeOptions, "log" | "servers">): Promise<ServedHome> {
    const home = (await openHome(homeFolder())).cloud;
    const definitions = await readDefinitions((await readProject(projectFolder())).stackFolder);
    return { home, served: await asFailure(serveCloud({ home, definitions, ...options })) };
}
