package com.dhanman.operator.kernel;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** How the operator writes: as one field manager, which gets what it asks for. */
final class ServerSideApply {
    static final PatchContext AS_OPERATOR =
            new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager(Labels.OPERATOR)
                    .withForce(true)
                    .build();

    private ServerSideApply() {}
}
