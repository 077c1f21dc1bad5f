import sys
import sys
import sys
import sys
