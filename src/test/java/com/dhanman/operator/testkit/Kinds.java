package com.dhanman.operator.testkit;

import com.dhanman.operator.api.v1alpha1.DhanmanService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.List;

/** Kinds by what the operator does with them. */
public final class Kinds {
    /** Namespaced kinds that the operator writes. */
    public static final List<Class<? extends HasMetadata>> WRITTEN =
            List.of(
                    DhanmanService.class,
                    ServiceAccount.class,
                    Service.class,
                    Deployment.class,
                    Ingress.class);

    private Kinds() {}
}
