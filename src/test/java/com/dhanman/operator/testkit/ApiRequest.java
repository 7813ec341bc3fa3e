package com.dhanman.operator.testkit;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A request to the API server, in the terms of RBAC.
 *
 * @param verb get, list, watch, create, update, patch or delete
 * @param group API group, empty for the core
 * @param resource plural, with its subresource such as {@code dhanmanservices/status}
 * @param namespace empty for cluster-wide requests
 * @param name empty for requests about many objects
 * @param status HTTP status of the answer
 * @param refusal text of an answer of status 403, empty for others
 */
public record ApiRequest(
        String verb,
        String group,
        String resource,
        String namespace,
        String name,
        int status,
        String refusal) {
    static ApiRequest of(String method, URI uri, int status, String refusal) {
        String path = uri.getPath();
        String query = uri.getQuery();
        List<String> parts = new ArrayList<>(List.of(path.substring(1).split("/")));
        boolean core = parts.removeFirst().equals("api");
        String group = core ? "" : parts.isEmpty() ? "" : parts.removeFirst();
        if (!parts.isEmpty()) {
            parts.removeFirst();
        }
        String namespace = "";
        if (parts.size() > 2 && parts.getFirst().equals("namespaces")) {
            parts.removeFirst();
            namespace = parts.removeFirst();
        }
        String resource = parts.isEmpty() ? "" : parts.removeFirst();
        String name = parts.isEmpty() ? "" : parts.removeFirst();
        if (!parts.isEmpty()) {
            resource += "/" + parts.removeFirst();
        }
        boolean watch = query != null && query.contains("watch=true");
        return new ApiRequest(
                verb(method, name.isEmpty(), watch),
                group,
                resource,
                namespace,
                name,
                status,
                refusal);
    }

    private static String verb(String method, boolean many, boolean watch) {
        return switch (method) {
            case "GET" -> watch ? "watch" : many ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            default -> "delete";
        };
    }

    /** Whether it may change something. */
    public boolean isWrite() {
        return List.of("create", "update", "patch", "delete").contains(verb);
    }

    /** Whether the ServiceAccount lacks the right to do it. */
    public boolean lacksRight() {
        return refusal.contains("cannot " + verb + " resource");
    }

    /** Whether it is about the lease, which is renewed all the time. */
    public boolean isLease() {
        return resource.equals("leases");
    }

    @Override
    public String toString() {
        return "%s %s%s %s %d"
                .formatted(
                        verb,
                        resource,
                        group.isEmpty() ? "" : "." + group,
                        namespace.isEmpty() ? name : namespace + "/" + name,
                        status);
    }
}
