"""What optimisers and initialisers are: a few settings that do not change."""

from typing import Any, ClassVar


class Settings:
    """The methods that `@dataclass(frozen=True)` would write for each class, written once.

    Subclasses are made by `@dataclass(eq=False, repr=False)`, at a quarter of the time to import.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]

    def __setattr__(self, name: str, value: Any) -> None:
        if name in vars(self) or name not in self.__dataclass_fields__:
            raise AttributeError(f"{name} cannot be set: make a new {type(self).__name__}")
        super().__setattr__(name, value)

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({values})"
