package com.dhanman.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;

/** On which nodes instances run. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PostgresPlacement(
        /**
         * `Preferred`: instances share a node only where there are too few; `Required`: an instance
         * rather waits than shares. Default: Preferred.
         */
        Spread spread,
        /**
         * Node label whose values instances are spread over, such as topology.kubernetes.io/zone.
         * Nodes that lack it count as one, so instances would share. Default:
         * kubernetes.io/hostname.
         */
        @Size(min = 1, max = 316) String topologyKey,
        /**
         * Labels that a node must have, up to 20. Where no node has them, pods wait and `Ready`
         * says so. Example: `{disk: nvme}`. Default: none.
         */
        @Size(max = 20) Map<String, String> nodeSelector,
        /**
         * Taints that are tolerated, up to 20, as in a pod. Example: `[{key: database, operator:
         * Exists}]`. Default: none.
         */
        @Size(max = 20) List<Toleration> tolerations,
        /**
         * PriorityClass of the pods: those of a higher one may push others off a node. It must
         * exist, or no pods are made. Default: the cluster's default.
         */
        @Size(min = 1, max = 253) String priorityClass) {
    /** How strictly instances keep apart. */
    public enum Spread {
        /** As far as nodes allow. */
        Preferred,
        /** Always. */
        Required
    }
}
