package com.dhanman.operator.service;

/** References of container images. */
final class Image {
    private Image() {}

    /**
     * The image with the registry put before it, unless it names one: a first part with a dot or a
     * port, or localhost (<a
     * href="https://github.com/distribution/reference/blob/main/normalize.go">the rule</a>).
     */
    static String in(String registry, String image) {
        return registry == null || namesRegistry(image) ? image : registry + "/" + image;
    }

    private static boolean namesRegistry(String image) {
        int slash = image.indexOf('/');
        if (slash < 0) {
            return false;
        }
        String first = image.substring(0, slash);
        return first.contains(".") || first.contains(":") || first.equals("localhost");
    }

    static boolean isPinned(String image) {
        return image.contains("@sha256:") || !(tag(image).isEmpty() || tag(image).equals("latest"));
    }

    /** What people call the image's version: its tag, or nothing. */
    static String tag(String image) {
        String name = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(colon + 1) : "";
    }

    static String example(ServiceSettings settings) {
        String image = settings.image();
        String name = tag(image).isEmpty() ? image : image.substring(0, image.lastIndexOf(':'));
        return name + ":1.0.0";
    }
}
