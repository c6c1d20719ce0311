package io.github.mailclad.programs;

import java.nio.file.Path;

/**
 * The account that a program is configured with.
 *
 * @param host the name of the server
 * @param port its port
 * @param user the user name
 * @param password the password
 * @param anchors a PEM file with the authority of the server's certificate
 */
public record Account(String host, int port, String user, String password, Path anchors) {}
