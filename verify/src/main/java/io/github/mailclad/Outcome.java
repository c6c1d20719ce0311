package io.github.mailclad;

import io.github.mailclad.refusal.Refusal;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The result of a step that may be refused: a value, or a {@link Refusal} instead. Immutable.
 *
 * @param <T> the type of the value
 */
public final class Outcome<T> {
  private final @Nullable T value;
  private final @Nullable Refusal refusal;

  private Outcome(@Nullable T value, @Nullable Refusal refusal) {
    this.value = value;
    this.refusal = refusal;
  }

  /** Returns an outcome with a value. */
  public static <T> Outcome<T> of(T value) {
    return new Outcome<>(value, null);
  }

  /** Returns an outcome without a value. */
  public static <T> Outcome<T> refused(Refusal refusal) {
    return new Outcome<>(null, refusal);
  }

  /** Returns the refusal; empty if there is a value. */
  public Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }

  /**
   * Returns the value.
   *
   * @throws NoSuchElementException if there is a refusal instead
   */
  public T get() {
    if (value == null) {
      throw new NoSuchElementException(why().code());
    }
    return value;
  }

  /** Returns the value, or throws the exception that the function creates from the refusal. */
  public <X extends Throwable> T orThrow(Function<? super Refusal, X> exception) throws X {
    if (value == null) {
      throw exception.apply(why());
    }
    return value;
  }

  /** Returns the outcome of the next step, which happens only if there is a value. */
  public <U> Outcome<U> then(Function<? super T, Outcome<U>> next) {
    return value == null ? refused(why()) : next.apply(value);
  }

  /** Returns an outcome with the value changed. */
  public <U> Outcome<U> map(Function<? super T, ? extends U> change) {
    return value == null ? refused(why()) : of(change.apply(value));
  }

  private Refusal why() {
    if (refusal == null) {
      throw new IllegalStateException("an outcome has a value or a refusal");
    }
    return refusal;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Outcome<?> that
        && Objects.equals(value, that.value)
        && Objects.equals(refusal, that.refusal);
  }

  @Override
  public int hashCode() {
    return Objects.hash(value, refusal);
  }

  @Override
  public String toString() {
    return value == null ? "refused: " + why().code() : String.valueOf(value);
  }
}
