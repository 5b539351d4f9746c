import type { Put, Removal, ResourceType, Rule } from "../resource-type";
import type { Fields } from "../schema";

/** A type of ARM that is described with the generic resource, because the SDK's own type lacks what is needed of it. */
export interface GenericType extends Pick<ResourceType, "busy"> {
    armType: string;
    apiVersion: string;
    /** The `properties` of its body, as the REST API has them. */
    properties: Fields;
    refuse?: Rule<Put>[];
    refuseDelete?: Rule<Removal>[];
}
