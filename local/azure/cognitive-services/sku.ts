import { each, integer, object, oneOf, required, string } from "../../provider/schema";

/** Price of an account or a deployment. */
export const sku = object({
    name: required(string),
    ...each(string, "family", "size"),
    capacity: integer,
    tier: oneOf("Free", "Basic", "Standard", "Premium", "Enterprise"),
});
