import type { DeployedService } from "../apim/deployed";
import { sameId } from "../azure/arm-id";
import { watchRecords } from "../cloud/watched-records";
import { messageOf } from "../report/failure";
import { type Deployment, type EdgeInNetwork, readDeployment } from "./deployment";

export interface LiveDeploymentOptions {
    /** Folder of the cloud. */
    home: string;
    /** Origins on this machine by host. */
    hosts: ReadonlyMap<string, string>;
    /** Takes what is deployed; throws when it cannot be served. */
    accept(deployment: Deployment): void;
    /** Takes a sentence about a change that cannot be served. */
    log(line: string): void;
}

/** What is deployed, and how it changes while it is served. */
export class LiveDeployment {
    readonly #options: LiveDeploymentOptions;
    readonly #records: ReturnType<typeof watchRecords>;
    #current: Deployment;

    /** @throws an error that lists every problem of what is deployed and cannot be served. */
    constructor(options: LiveDeploymentOptions) {
        this.#options = options;
        this.#records = watchRecords(options.home);
        this.#current = this.#read();
    }

    /** What is deployed at this moment. Of a change that cannot be served the log is told, and the former stays in effect. */
    get now(): Deployment {
        const records = this.#records();
        if (records === this.#current.records) return this.#current;
        try {
            this.#current = this.#read();
        } catch (error) {
            this.#current = { ...this.#current, records };
            this.#options.log(`What is deployed now cannot be served; the former stays in effect. ${messageOf(error)}`);
        }
        return this.#current;
    }

    #read(): Deployment {
        const { home, hosts, accept } = this.#options;
        const deployment = readDeployment(this.#records(), home, hosts);
        accept(deployment);
        return deployment;
    }

    /** The edge with an id. */
    edge(id: string): EdgeInNetwork {
        const found = this.now.edges.find(({ edge }) => sameId(edge.id, id));
        if (found === undefined) throw new Error(`${id} is deployed no more.`);
        return found;
    }

    /** The service of API Management that answers to a host. */
    service(host: string): DeployedService {
        const found = this.now.services.find(({ hosts }) => hosts.includes(host.toLowerCase()));
        if (found === undefined) throw new Error(`No service of API Management that is deployed answers to ${host}.`);
        return found;
    }
}
