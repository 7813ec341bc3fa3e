package com.dhanman.operator.postgres;

import com.dhanman.operator.postgres.patroni.Verdict;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimCondition;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether volumes have the size that is declared. They grow while they are in use. */
final class VolumeSizes {
    static final String STORAGE_READY = "StorageReady";

    private static final Set<String> RESIZING =
            Set.of(
                    "FileSystemResizePending",
                    "ControllerResizeError",
                    "NodeResizeError",
                    "ModifyVolumeError");

    private VolumeSizes() {}

    /** By name of a claim, the size that it asks for. */
    static Map<String, Quantity> asked(Collection<PersistentVolumeClaim> claims) {
        Map<String, Quantity> asked = new HashMap<>();
        claims.forEach(it -> asked(it).ifPresent(size -> asked.put(name(it), size)));
        return asked;
    }

    /** What there is to tell of the volumes of the wanted instances. */
    static Verdict verdict(ClusterSettings settings, Collection<PersistentVolumeClaim> claims) {
        Map<String, Quantity> declared = new HashMap<>();
        for (String instance : settings.instanceNames()) {
            declared.put(ClusterNames.dataVolume(instance), settings.storage().size());
            if (settings.storage().wal() != null) {
                declared.put(ClusterNames.walVolume(instance), settings.storage().wal().size());
            }
        }
        List<String> small = new ArrayList<>();
        claims.stream()
                .filter(it -> declared.containsKey(name(it)))
                .sorted((a, b) -> name(a).compareTo(name(b)))
                .forEach(it -> lacking(it, declared.get(name(it))).ifPresent(small::add));
        return small.isEmpty()
                ? new Verdict(
                        STORAGE_READY,
                        true,
                        "AsDeclared",
                        "Volumes have the size that is declared.")
                : new Verdict(
                        STORAGE_READY,
                        false,
                        "VolumesGrow",
                        String.join("; ", small) + ". If it stays so, see kubectl describe pvc.");
    }

    private static Optional<String> lacking(PersistentVolumeClaim claim, Quantity declared) {
        Optional<Quantity> has =
                Optional.ofNullable(claim.getStatus())
                        .map(PersistentVolumeClaimStatus::getCapacity)
                        .map(it -> it.get("storage"));
        return has.filter(it -> bytes(it).compareTo(bytes(declared)) < 0)
                .map(
                        it ->
                                "%s has %s and is to have %s%s"
                                        .formatted(name(claim), it, declared, resizing(claim)));
    }

    private static String resizing(PersistentVolumeClaim claim) {
        return claim.getStatus().getConditions().stream()
                .filter(it -> RESIZING.contains(it.getType()))
                .map(PersistentVolumeClaimCondition::getMessage)
                .filter(it -> it != null && !it.isBlank())
                .collect(Collectors.joining(", ", " (", ")"))
                .replace(" ()", "");
    }

    private static Optional<Quantity> asked(PersistentVolumeClaim claim) {
        return Optional.ofNullable(claim.getSpec().getResources())
                .map(it -> it.getRequests())
                .map(it -> it.get("storage"));
    }

    private static String name(PersistentVolumeClaim claim) {
        return claim.getMetadata().getName();
    }

    private static BigDecimal bytes(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity);
    }
}
