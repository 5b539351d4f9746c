/** Machines of one size, as many as are needed between two numbers. */
export interface NodePool {
    /** Required. Size of the machines, for example `Standard_D4s_v5`: one of generation 2 that encrypts on its host. */
    vmSize: string;
    /** Required. The least nodes, 1 to 1000. */
    minNodes: number;
    /** Required. The most nodes, `minNodes` to 1000. */
    maxNodes: number;
}
