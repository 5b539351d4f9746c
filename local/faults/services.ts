import { azureService } from "./azure-service";
import { entraService } from "./entra-service";
import { kubernetesService } from "./kubernetes-service";
import type { Service } from "./service";

const services: Service[] = [azureService, entraService, kubernetesService];

/** Type tokens with faults, as far as they are known from the start. */
export const knownTypes = services.flatMap(({ types }) => types ?? []);

/** The service that resources of the type are in. Undefined for a type without requests that could go wrong. */
export function serviceOf(type: string): Service | undefined {
    const service = services.find(({ name }) => type.startsWith(`${name}:`));
    return service?.types?.includes(type) === false ? undefined : service;
}
