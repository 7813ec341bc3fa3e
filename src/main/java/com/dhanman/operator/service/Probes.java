package com.dhanman.operator.service;

import com.dhanman.operator.api.v1alpha1.HealthCheck;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;

/** Health checks as the kubelet makes them. */
final class Probes {
    private Probes() {}

    /** An HTTP GET where there is a path, else a TCP connection; null where there is no check. */
    static Probe of(HealthCheck check) {
        if (check == null) {
            return null;
        }
        ProbeBuilder probe =
                new ProbeBuilder()
                        .withPeriodSeconds(check.periodSeconds())
                        .withTimeoutSeconds(check.timeoutSeconds())
                        .withFailureThreshold(check.failureThreshold());
        IntOrString port = new IntOrString(Endpoint.PORT_NAME);
        return check.path() == null
                ? probe.withNewTcpSocket().withPort(port).endTcpSocket().build()
                : probe.withNewHttpGet().withPath(check.path()).withPort(port).endHttpGet().build();
    }

    /** As people would make the same check. */
    static String text(HealthCheck check, int port) {
        return check.path() == null
                ? "a TCP connection to port " + port
                : "GET :" + port + check.path();
    }
}
