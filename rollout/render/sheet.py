"""The sheet that slides are laid out on: that of the deck, and that of a screen, read from the last row. In points."""

from dataclasses import dataclass

SMALLEST = 12.0  # of letters on a slide, but for those of sources


@dataclass(frozen=True)
class Box:
    """A place on the sheet, in points from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Sheet:
    """Where things stand and how large letters are.

    `top`: where what is shown begins below a line of units, `top_plain`: without one. `footer`: where the filters and
    the number stand; 0 where something else says them. `titles`: sizes of a title of two lines, the largest that fits.
    `sources_size`: of the line of sources. `tables`: the sizes that a table may have; `alone`: where one slide holds
    it. `apart`: figures, picture and table have a slide each, and what is too much for one goes on.
    """

    width: float = 960.0
    height: float = 540.0
    margin: float = 40.0
    title_top: float = 24.0
    title_height: float = 66.0
    title_size: float = 24.0
    title_small: float = 22.0
    titles: tuple[float, ...] = ()
    unit: float = 91.0
    top: float = 116.0
    top_plain: float = 96.0
    bottom: float = 494.0
    sources: float = 495.0
    sources_size: float = 10.0
    footer: float = 510.0
    tables: tuple[float, ...] = (13.0, 12.5, SMALLEST)  # the largest that takes the fewest slides
    alone: tuple[float, ...] = (18.0, 16.0, 14.0)
    figures: float = 104.0  # how high they are at most beside something else
    figure: float = 32.0  # letters of their values
    inset: float = 14.0  # room within their frames
    cover_left: float = 70.0
    cover_middle: float = 236.0  # where the title ends
    cover_title: float = 36.0
    cover_lead: float = 16.0
    cover_lines: float = 13.0
    cover_sources: float = 440.0
    apart: bool = False

    @property
    def room(self) -> float:
        """How wide it is between its margins."""
        return self.width - 2 * self.margin

    @property
    def title(self) -> Box:
        """Where a title stands."""
        return Box(self.margin, self.title_top, self.room, self.title_height)

    @property
    def whole(self) -> Box:
        """Where a table or a message stands that has nothing beside it."""
        return Box(self.margin, self.top, self.room, self.bottom - self.top)


DECK = Sheet()
# A screen is 351 points high and its bar takes the last 18th: 12 points are a 29th of it, and no letter is smaller.
SCREEN = Sheet(
    width=624.0,
    height=331.5,
    margin=20.0,
    title_top=6.0,
    title_height=48.0,
    title_size=18.0,
    title_small=17.0,
    titles=(17.0, 16.0, 15.0, 14.0, 13.0),
    unit=55.0,
    top=73.0,
    top_plain=59.0,
    bottom=311.0,
    sources=313.0,
    sources_size=SMALLEST,
    footer=0.0,
    tables=(13.0, SMALLEST),
    alone=(18.0, 16.0, 14.0),
    figures=114.0,
    figure=26.0,
    inset=8.0,
    cover_left=44.0,
    cover_middle=138.0,
    cover_title=28.0,
    cover_lead=14.0,
    cover_lines=SMALLEST,
    cover_sources=284.0,
    apart=True,
)
