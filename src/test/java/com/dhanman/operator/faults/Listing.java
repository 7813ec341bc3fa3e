package com.dhanman.operator.faults;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which addresses a Service's EndpointSlices listed when. */
final class Listing implements AutoCloseable {
    /** From this moment on, these addresses got the Service's connections. */
    record Entry(long at, Set<String> addresses) {}

    private final Clock clock;
    private final Map<String, Set<String>> slices = new TreeMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private SharedIndexInformer<EndpointSlice> informer;

    Listing(Clock clock) {
        this.clock = clock;
    }

    static Listing watch(KubernetesClient client, String namespace, String service) {
        Listing listing = new Listing(Clock.systemUTC());
        listing.informer =
                client.discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace(namespace)
                        .withLabel("kubernetes.io/service-name", service)
                        .inform(listing.handler());
        return listing;
    }

    private ResourceEventHandler<EndpointSlice> handler() {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(EndpointSlice slice) {
                seen(slice.getMetadata().getName(), ready(slice));
            }

            @Override
            public void onUpdate(EndpointSlice before, EndpointSlice slice) {
                seen(slice.getMetadata().getName(), ready(slice));
            }

            @Override
            public void onDelete(EndpointSlice slice, boolean unknown) {
                seen(slice.getMetadata().getName(), Set.of());
            }
        };
    }

    private static Set<String> ready(EndpointSlice slice) {
        Set<String> addresses = new TreeSet<>();
        for (Endpoint endpoint :
                Objects.requireNonNullElse(slice.getEndpoints(), List.<Endpoint>of())) {
            if (!Boolean.FALSE.equals(endpoint.getConditions().getReady())) {
                addresses.addAll(endpoint.getAddresses());
            }
        }
        return addresses;
    }

    synchronized void seen(String slice, Set<String> addresses) {
        slices.put(slice, addresses);
        Set<String> all = new TreeSet<>();
        slices.values().forEach(all::addAll);
        if (entries.isEmpty() || !entries.getLast().addresses().equals(all)) {
            entries.add(new Entry(clock.millis(), all));
        }
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Milliseconds in which more than one address was listed, until this moment. */
    synchronized long several(long until) {
        long sum = 0;
        for (int i = 0; i < entries.size(); i++) {
            long end = i + 1 < entries.size() ? entries.get(i + 1).at() : until;
            if (entries.get(i).addresses().size() > 1) {
                sum += Math.max(0, end - entries.get(i).at());
            }
        }
        return sum;
    }

    /** When, if at all, this address was the only one for good. */
    synchronized Optional<Long> alone(String address) {
        return !entries.isEmpty() && entries.getLast().addresses().equals(Set.of(address))
                ? Optional.of(entries.getLast().at())
                : Optional.empty();
    }

    @Override
    public void close() {
        informer.close();
    }
}
