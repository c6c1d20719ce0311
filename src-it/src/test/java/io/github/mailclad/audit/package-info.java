/** Access to the stages of an audit for integration tests. */
@org.jspecify.annotations.NullMarked
package io.github.mailclad.audit;
