import type { Row } from "../../../../../../local/kql/schema";
import { administrator, outsider, serverAccount } from "../../../../../engine/admission/people";
import type { Requester, Requests } from "../../../../../engine/admission/requester";
import {
    changed,
    digest,
    goodClusterRoleBinding,
    goodPod,
    namespace,
    type Sample,
} from "../../../../../engine/admission/sample-objects";

interface ClusterAttack {
    /** Who does it. */
    as: Requester;
    /** One attempt less is not found. */
    times: number;
    attempt(requests: Requests, as: Requester, index: number): Promise<unknown>;
    found?: Row;
}

const pod = `/api/v1/namespaces/${namespace}/pods/orders-0`;
const address = "127.0.0.1";
const networkPolicies = `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`;

/** Attacks on the API server with guards in force, by the detection that must find them. */
export const clusterAttacks: Readonly<Record<string, ClusterAttack>> = {
    "administrator-bound": {
        as: administrator,
        times: 1,
        attempt: (requests, as) =>
            requests.create(
                changed(goodClusterRoleBinding, (binding) => {
                    binding.metadata.name = "oops";
                    binding.roleRef.name = "cluster-admin";
                }),
                as,
            ),
    },
    "admission-denials": {
        as: administrator,
        times: 5,
        attempt: (requests, as, index) =>
            requests.create(
                changed(goodPod, ({ metadata, spec }: Sample) => {
                    metadata.name = `foreign-${index}`;
                    spec.containers[0].image = `docker.io/library/nginx@${digest}`;
                }),
                as,
            ),
    },
    "network-rule-loosened": {
        as: administrator,
        times: 1,
        async attempt(requests, as) {
            const { body } = await requests.send({ method: "GET", path: networkPolicies }, as);
            const [policy] = body.items;
            return requests.send({ method: "DELETE", path: `${networkPolicies}/${policy.metadata.name}` }, as);
        },
        found: { Namespace: namespace },
    },
    "secrets-read-in-cluster": {
        as: administrator,
        times: 1,
        attempt: (requests, as) =>
            requests.send({ method: "GET", path: `/api/v1/namespaces/${namespace}/secrets` }, as),
        found: { Namespace: namespace },
    },
    "server-account-at-api-server": {
        as: serverAccount,
        times: 1,
        attempt: (requests, as) => requests.send({ method: "GET", path: `/api/v1/namespaces/${namespace}/pods` }, as),
        found: { Account: namespace },
    },
    "shell-in-server-pod": {
        as: outsider,
        times: 1,
        attempt: (requests, as) =>
            requests.send({ method: "POST", path: `${pod}/exec?container=server&command=sh` }, as),
        found: { Namespace: namespace },
    },
};

/** Whom a detection must name. */
export function foundOf({ as, found }: ClusterAttack): Row {
    return { Requester: as.user, SourceAddress: address, ...found };
}
