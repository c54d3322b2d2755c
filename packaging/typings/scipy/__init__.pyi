from . import ndimage as ndimage
from . import stats as stats
