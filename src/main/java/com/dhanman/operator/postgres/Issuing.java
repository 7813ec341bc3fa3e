package com.dhanman.operator.postgres;

import com.dhanman.operator.kernel.Desired;
import com.dhanman.operator.kernel.Finding;
import com.dhanman.operator.kernel.Plan;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How far cert-manager is with the servers' certificate.
 *
 * @param served whether cert-manager is there
 * @param issued whether it says that the Certificate is as was asked for
 * @param message what it says of the Certificate, if anything
 */
public record Issuing(boolean served, boolean issued, Optional<String> message) {
    static final Issuing DONE = new Issuing(true, true, Optional.empty());
    private static final String FIELD = "spec.tls.issuerRef";
    private static final Finding MISSING =
            Finding.error(
                    "CertManagerMissing",
                    FIELD,
                    "cert-manager is not installed in this Kubernetes cluster, so nobody makes the"
                            + " certificate",
                    "Install it, and this goes on by itself; or leave issuerRef out and the operator"
                            + " makes certificates");
    private static final Finding GONE =
            Finding.warning(
                    "CertManagerMissing",
                    FIELD,
                    "cert-manager is no longer installed: the certificate stays, and nobody renews"
                            + " it",
                    "Install it again, or leave issuerRef out and the operator makes certificates");

    static Issuing of(boolean served, Optional<GenericKubernetesResource> certificate) {
        List<Map<String, Object>> conditions =
                certificate
                        .map(it -> it.<List<Map<String, Object>>>get("status", "conditions"))
                        .orElse(List.of());
        Optional<Map<String, Object>> ready =
                conditions.stream().filter(it -> "Ready".equals(it.get("type"))).findFirst();
        return new Issuing(
                served,
                ready.filter(it -> "True".equals(it.get("status"))).isPresent(),
                ready.map(it -> Objects.toString(it.get("message"), ""))
                        .filter(it -> !it.isBlank())
                        .map(it -> it.replaceFirst("\\.$", "")));
    }

    /** What somebody has to do, where a cluster wants a certificate of cert-manager's. */
    static List<Finding> findings(PostgresInputs inputs, ClusterSettings settings) {
        if (settings.issuer().isEmpty()) {
            return List.of();
        }
        boolean complete = inputs.credentials().isPresent();
        if (!inputs.issuing().served()) {
            return List.of(complete ? GONE : MISSING);
        }
        return complete && !inputs.issuing().issued()
                ? inputs.issuing().message().map(it -> stale(settings, it)).stream().toList()
                : List.of();
    }

    private static Finding stale(ClusterSettings settings, String message) {
        return Finding.warning(
                "CertificateNotIssued",
                FIELD,
                "instances go on with the certificate that they have, and cert-manager says of the"
                        + " one that is wanted: "
                        + message,
                "If it lasts: " + look(settings));
    }

    private static String look(ClusterSettings settings) {
        return "kubectl describe certificate,certificaterequest -n " + settings.namespace();
    }

    /** What cert-manager has to be given although the rest cannot be made yet. */
    static Desired first(PostgresInputs inputs, ClusterSettings settings) {
        return Desired.of(certificate(inputs, settings).stream().toList());
    }

    /** The Certificate, where it is wanted and can be made. */
    static Optional<GenericKubernetesResource> certificate(
            PostgresInputs inputs, ClusterSettings settings) {
        return settings.issuer()
                .filter(it -> inputs.issuing().served())
                .map(it -> ServerCertificate.of(settings, it));
    }

    /** Whether all errors are of a certificate that another Certificate could mend. */
    static boolean isToBlame(List<Finding> findings) {
        return findings.stream()
                .filter(it -> it.severity() == Finding.Severity.ERROR)
                .allMatch(it -> it.field().startsWith(FIELD));
    }

    /** What the cluster waits for while something that is generated is missing. */
    static Plan.Waiting waiting(PostgresInputs inputs, ClusterSettings settings) {
        Desired first = first(inputs, settings);
        if (first.objects().isEmpty() || inputs.issuing().issued()) {
            return new Plan.Waiting(
                    "MakingCredentials",
                    "Making certificates and passwords; this takes a moment.",
                    first);
        }
        return new Plan.Waiting(
                "AwaitingCertificate",
                "Waiting for cert-manager to issue the Certificate %s: %s. If it lasts: %s."
                        .formatted(
                                ClusterNames.issued(settings.name()),
                                inputs.issuing().message().orElse("it has said nothing yet"),
                                look(settings)),
                first);
    }
}
