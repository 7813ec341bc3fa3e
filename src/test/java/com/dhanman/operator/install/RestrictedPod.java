package com.dhanman.operator.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.List;
import java.util.stream.Stream;

/**
 * The Pod Security standard "restricted" (<a
 * href="https://kubernetes.io/docs/concepts/security/pod-security-standards/">rules</a>), and
 * somewhat more: a root file system that is read-only and bounds of what a container takes.
 */
final class RestrictedPod {
    private RestrictedPod() {}

    static void check(PodSpec pod) {
        assertThat(Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC()))
                .as("namespaces of the host")
                .doesNotContain(true);
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                .isEqualTo("RuntimeDefault");
        assertThat(pod.getVolumes()).allSatisfy(RestrictedPod::check);
        assertThat(pod.getContainers()).isNotEmpty();
        Stream.of(pod.getContainers(), pod.getInitContainers())
                .flatMap(List::stream)
                .forEach(RestrictedPod::check);
    }

    private static void check(Container container) {
        SecurityContext context = container.getSecurityContext();
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(context.getPrivileged()).isNotEqualTo(Boolean.TRUE);
        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(context.getCapabilities().getAdd()).isEmpty();
        assertThat(context.getRunAsUser()).as("the pod's").isNull();
        assertThat(context.getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getPorts())
                .allSatisfy(port -> assertThat(port.getHostPort()).isNull());
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        assertThat(container.getResources().getLimits()).containsKey("memory");
    }

    private static void check(Volume volume) {
        assertThat(volume.getEmptyDir()).as("volume %s", volume.getName()).isNotNull();
    }
}
