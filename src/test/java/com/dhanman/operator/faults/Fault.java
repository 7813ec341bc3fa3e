package com.dhanman.operator.faults;

import com.dhanman.operator.testkit.RealNodes;
import java.time.Duration;
import java.util.function.Consumer;

/** What breaks, or is asked for, while rows are written. Each runs from its begin to its end. */
public enum Fault {
    PodDeleted(
            "pod-deleted",
            scene -> {
                scene.strikes();
                scene.deleteByForce(scene.primaryName());
            }),
    Killed(
            "kill-9",
            scene -> {
                scene.strikes();
                scene.runInPrimary("kill -9 $(head -1 /var/lib/postgresql/18/main/postmaster.pid)");
            }),
    Frozen(
            "frozen",
            scene -> {
                String container = Instances.container(scene.primary());
                scene.strikes();
                scene.nodes("freeze", scene.primaryNode() + "/" + container);
            }),
    NodeCut(
            "node-cut",
            scene ->
                    scene.breaks(
                            () -> scene.nodes("cut", scene.primaryNode()),
                            () -> {
                                scene.awaitOtherWriter(Duration.ofSeconds(90));
                                Scene.hold(Duration.ofSeconds(10));
                            },
                            () -> scene.nodes("heal", scene.primaryNode()))),
    KubeletKilled(
            "kubelet-killed",
            scene ->
                    scene.breaks(
                            () -> scene.nodes("stop", scene.primaryNode() + "-kubelet"),
                            () -> Scene.hold(Duration.ofSeconds(90)),
                            () -> scene.nodes("start", scene.primaryNode() + "-kubelet"))),
    ApiAway(
            "api-away",
            scene ->
                    scene.breaks(
                            () -> scene.nodes("freeze", "apiserver"),
                            () -> Scene.hold(Duration.ofSeconds(60)),
                            () -> scene.nodes("thaw", "apiserver"))),
    OperatorDown(
            "operator-down",
            scene -> {
                RealNodes operator = new RealNodes();
                scene.afterwards(() -> operator.scaleOperator(2));
                operator.scaleOperator(0);
                scene.strikes();
                scene.deleteByForce(scene.primaryName());
            }),
    DiskFull(
            "disk-full",
            scene ->
                    scene.breaks(
                            () ->
                                    scene.runInPrimary(
                                            "cat /dev/zero >/var/lib/postgresql/filler 2>/dev/null; true"),
                            () -> Scene.hold(Duration.ofSeconds(30)),
                            () -> scene.runInPrimary("rm -f /var/lib/postgresql/filler"))),
    CpuFull("cpu-full", Fault::takeAllCpu),
    Twice(
            "twice",
            scene -> {
                scene.strikes();
                scene.deleteByForce(scene.primaryName());
                scene.deleteByForce(scene.awaitSuccessor(Duration.ofSeconds(60)));
                scene.isOver();
            }),
    Switchover(
            "switchover",
            scene -> {
                scene.strikes();
                scene.cluster().switchOver();
            }),
    Restart(
            "restart",
            scene -> {
                scene.strikes();
                scene.cluster().restart();
                scene.isOver();
            }),
    OperatorUpgrade(
            "operator-upgrade",
            scene -> {
                scene.strikes();
                new RealNodes().rollOutOperator();
                scene.isOver();
            });

    private static final String SECONDS = "CPU_FULL_SECONDS";

    private final String label;
    private final Consumer<Scene> action;

    Fault(String label, Consumer<Scene> action) {
        this.label = label;
        this.action = action;
    }

    /** Its name in commands and tables. */
    public String label() {
        return label;
    }

    /** Whether it needs volumes that can be filled up without harm to the machine. */
    boolean needsSmallDisks() {
        return this == DiskFull;
    }

    void inflict(Scene scene) {
        action.accept(scene);
    }

    /** Nothing breaks, so nobody else may become the primary. */
    private static void takeAllCpu(Scene scene) {
        BusyPods busy = new BusyPods(scene.cluster());
        String seconds = System.getenv().getOrDefault(SECONDS, "60");
        scene.breaks(
                () -> busy.start(scene.primary().getSpec().getContainers().getFirst().getImage()),
                () -> Scene.hold(Duration.ofSeconds(Long.parseLong(seconds))),
                busy::end);
        scene.stillLeads();
    }
}
